namespace OnPremLlm.Training.Synthesis.Facts;

/// <summary>Real medicines that no training visit names, to measure how names are carried that were never seen.</summary>
internal static class HeldOutFormulary
{
    public static IReadOnlyList<Medicine> Medicines { get; } = Medicine.Read("""
        milligrams: ranitidine 150 300, trandolapril 1 2 4, moexipril 7.5 15, fosinopril 10 20 40, eprosartan 400 600, azilsartan 40 80, pindolol 5 10
        milligrams: acebutolol 200 400, isradipine 2.5 5
        milligrams: nimodipine 30 60, eplerenone 25 50, amiloride 5 10, pitavastatin 1 2 4, colesevelam 625, bempedoic acid 180, edoxaban 30 60
        milligrams: dipyridamole 75 200, cilostazol 50 100, ivabradine 5 7.5
        milligrams: mexiletine 150 200, dronedarone 400, tolbutamide 500, nateglinide 60 120, alogliptin 12.5 25, ertugliflozin 5 15, trospium 20
        milligrams: darifenacin 7.5 15, silodosin 4 8, alfuzosin 10
        milligrams: vardenafil 10 20, etodolac 200 400, oxaprozin 600, piroxicam 10 20, sulindac 150 200, orphenadrine 100, dantrolene 25 50
        milligrams: tapentadol 50 75, febuxostat 40 80, probenecid 500
        milligrams: frovatriptan 2.5, naratriptan 1 2.5, rimegepant 75, perampanel 2 4, tiagabine 4 12, felbamate 400 600, eszopiclone 1 2 3
        milligrams: suvorexant 10 15, ramelteon 8, phenelzine 15
        milligrams: trimipramine 25 50, vilazodone 10 20 40, asenapine 5 10, loxapine 10 25, nizatidine 150, dexlansoprazole 30 60, prucalopride 1 2
        milligrams: desloratadine 5, bilastine 20, zafirlukast 10 20
        milligrams: cefadroxil 500 1000, cefpodoxime 100 200, dicloxacillin 250 500, tinidazole 500, posaconazole 100, upadacitinib 15 30, baricitinib 2 4
        milligrams: bosentan 62.5 125, riociguat 1 2.5
        units: tresiba 14 22, glulisine 4 8
        puffs: umeclidinium 1, indacaterol 1 2, ciclesonide 1 2
        drops: bimatoprost 1, ketotifen 1 2
        """);

    public static IReadOnlySet<string> Names { get; } = Medicines.Select(medicine => medicine.Name.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
}
