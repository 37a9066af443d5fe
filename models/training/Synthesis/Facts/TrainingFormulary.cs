namespace OnPremLlm.Training.Synthesis.Facts;

/// <summary>Medicines of training visits. None of <see cref="HeldOutFormulary"/> may come in here.</summary>
internal static class TrainingFormulary
{
    public static IReadOnlyList<Medicine> Medicines { get; } = Medicine.Read("""
        milligrams: lisinopril 2.5 5 10 20 40, metformin 500 750 850 1000, atorvastatin 10 20 40 80, amlodipine 2.5 5 10, omeprazole 10 20 40
        milligrams: losartan 25 50 100, gabapentin 100 300 600 800
        milligrams: sertraline 25 50 100 150, hydrochlorothiazide 12.5 25 50, simvastatin 10 20 40, montelukast 4 5 10, escitalopram 5 10 20
        milligrams: rosuvastatin 5 10 20 40, bupropion 75 150 300
        milligrams: furosemide 20 40 80, trazodone 50 100 150, pantoprazole 20 40, meloxicam 7.5 15, citalopram 10 20 40, prednisone 5 10 20 40
        milligrams: duloxetine 20 30 60, clopidogrel 75
        milligrams: carvedilol 3.125 6.25 12.5 25, warfarin 1 2 2.5 3 5, venlafaxine 37.5 75 150, allopurinol 100 300, spironolactone 25 50
        milligrams: glipizide 2.5 5 10, famotidine 10 20 40
        milligrams: cetirizine 5 10, loratadine 10, naproxen 250 375 500, ibuprofen 200 400 600 800, acetaminophen 325 500 650 1000
        milligrams: amoxicillin 250 500 875, azithromycin 250 500
        milligrams: doxycycline 50 100, cephalexin 250 500, ciprofloxacin 250 500 750, levofloxacin 250 500 750, nitrofurantoin 50 100
        milligrams: valsartan 40 80 160 320, ramipril 2.5 5 10
        milligrams: enalapril 2.5 5 10 20, bisoprolol 2.5 5 10, metoprolol 12.5 25 50 100 200, atenolol 25 50 100, diltiazem 120 180 240 300
        milligrams: verapamil 80 120 180 240, apixaban 2.5 5
        milligrams: rivaroxaban 10 15 20, empagliflozin 10 25, sitagliptin 25 50 100, pregabalin 25 50 75 150, topiramate 25 50 100
        milligrams: lamotrigine 25 100 150 200, quetiapine 25 50 100 200
        milligrams: mirtazapine 7.5 15 30 45, fluoxetine 10 20 40 60, paroxetine 10 20 30 40, colchicine 0.6, methotrexate 2.5 7.5 10 15
        milligrams: hydroxychloroquine 200 400, sumatriptan 25 50 100
        milligrams: baclofen 5 10 20, cyclobenzaprine 5 10, tizanidine 2 4, propranolol 10 20 40 80, candesartan 4 8 16 32, dapagliflozin 5 10
        milligrams: ezetimibe 10, pravastatin 10 20 40 80
        milligrams: olmesartan 5 20 40, fexofenadine 60 180, clindamycin 150 300, nortriptyline 10 25 50, risperidone 0.5 1 2 3, aripiprazole 2 5 10 15
        milligrams: olanzapine 2.5 5 10, lithium 300 450 600
        milligrams: buspirone 5 10 15, lorazepam 0.5 1 2, clonazepam 0.25 0.5 1, diazepam 2 5 10, zolpidem 5 10, hydroxyzine 10 25 50
        milligrams: amitriptyline 10 25 50 75, doxepin 3 6 10, temazepam 15 30
        milligrams: tramadol 50 100, hydrocodone 5 7.5 10, oxycodone 5 10 15, morphine 15 30, methadone 5 10, celecoxib 100 200, diclofenac 50 75
        milligrams: indomethacin 25 50, ketorolac 10, nabumetone 500 750
        milligrams: methocarbamol 500 750, metaxalone 800, carisoprodol 350, aspirin 81 325, ticagrelor 60 90, prasugrel 5 10, dabigatran 75 150
        milligrams: digoxin 0.125 0.25, amiodarone 100 200 400
        milligrams: flecainide 50 100 150, sotalol 80 120 160, hydralazine 10 25 50 100, isosorbide 10 20 30 60, ranolazine 500 1000, torsemide 10 20 40
        milligrams: bumetanide 0.5 1 2, chlorthalidone 12.5 25
        milligrams: indapamide 1.25 2.5, triamterene 37.5 50, metolazone 2.5 5, benazepril 5 10 20 40, captopril 12.5 25 50, quinapril 5 10 20
        milligrams: perindopril 2 4 8, irbesartan 75 150 300
        milligrams: telmisartan 20 40 80, nebivolol 2.5 5 10, labetalol 100 200 300, nadolol 20 40 80, nifedipine 30 60 90, felodipine 2.5 5 10
        milligrams: clonidine 0.1 0.2, doxazosin 1 2 4 8, prazosin 1 2 5
        milligrams: terazosin 1 2 5 10, finasteride 1 5, dutasteride 0.5, oxybutynin 5 10 15, tolterodine 2 4, solifenacin 5 10, mirabegron 25 50
        milligrams: sildenafil 25 50 100, tadalafil 5 10 20
        milligrams: lovastatin 10 20 40, fenofibrate 48 54 145 160, gemfibrozil 600, niacin 500 1000, glimepiride 1 2 4, glyburide 1.25 2.5 5
        milligrams: pioglitazone 15 30 45, linagliptin 5, saxagliptin 2.5 5
        milligrams: canagliflozin 100 300, repaglinide 0.5 1 2, acarbose 25 50 100, semaglutide 0.25 0.5 1, liraglutide 0.6 1.2 1.8, methimazole 5 10
        milligrams: propylthiouracil 50 100, alendronate 35 70
        milligrams: risedronate 35 150, ibandronate 150, raloxifene 60, estradiol 0.5 1 2, progesterone 100 200, norethindrone 0.35 5
        milligrams: medroxyprogesterone 5 10, clomiphene 50, letrozole 2.5
        milligrams: anastrozole 1, tamoxifen 10 20, esomeprazole 20 40, lansoprazole 15 30, rabeprazole 20, sucralfate 1000, metoclopramide 5 10
        milligrams: ondansetron 4 8, promethazine 12.5 25
        milligrams: prochlorperazine 5 10, meclizine 12.5 25, dicyclomine 10 20, loperamide 2, bisacodyl 5 10, docusate 100, mesalamine 400 800 1200
        milligrams: sulfasalazine 500, budesonide 3 9, lactulose 10 20
        milligrams: azathioprine 50 75 100, mycophenolate 250 500, leflunomide 10 20, methylprednisolone 4 8 16, dexamethasone 0.5 2 4
        milligrams: hydrocortisone 5 10 20, tofacitinib 5 11, apremilast 30
        milligrams: valacyclovir 500 1000, acyclovir 200 400 800, famciclovir 250 500, oseltamivir 30 75, fluconazole 100 150 200, terbinafine 250
        milligrams: metronidazole 250 500, penicillin 250 500
        milligrams: cefuroxime 250 500, cefdinir 300, cefixime 400, clarithromycin 250 500, erythromycin 250 500, minocycline 50 100, trimethoprim 100 200
        milligrams: linezolid 600, moxifloxacin 400
        milligrams: rifampin 300 600, isoniazid 300, ivermectin 3 12, albendazole 400, hydroxyurea 500, levetiracetam 250 500 750 1000
        milligrams: carbamazepine 100 200 400, oxcarbazepine 150 300 600
        milligrams: phenytoin 100 300, valproate 250 500, zonisamide 25 100, lacosamide 50 100 200, primidone 50 250, donepezil 5 10, memantine 5 10 20
        milligrams: rivastigmine 1.5 3, galantamine 4 8
        milligrams: ropinirole 0.25 0.5 1 2, pramipexole 0.125 0.25 0.5, carbidopa 25 50, rasagiline 0.5 1, benztropine 0.5 1 2, rizatriptan 5 10
        milligrams: zolmitriptan 2.5 5, eletriptan 20 40
        milligrams: methylphenidate 5 10 18 27 36, atomoxetine 18 25 40, dextroamphetamine 5 10 20, guanfacine 1 2, modafinil 100 200, varenicline 0.5 1
        milligrams: naltrexone 50, disulfiram 250
        milligrams: acamprosate 333 666, buprenorphine 2 4 8, desvenlafaxine 50 100, vortioxetine 5 10 20, fluvoxamine 50 100, clomipramine 25 50
        milligrams: imipramine 10 25 50, haloperidol 0.5 1 2 5
        milligrams: ziprasidone 20 40 60, lurasidone 20 40 80, paliperidone 3 6, clozapine 25 50 100, melatonin 1 3 5 10, magnesium 250 400, zinc 25 50
        milligrams: potassium 10 20 40, iron 65 325
        milligrams: diphenhydramine 25 50, pseudoephedrine 30 60 120, guaifenesin 400 600 1200, dextromethorphan 15 30, benzonatate 100 200
        milligrams: theophylline 200 300, roflumilast 0.5, levocetirizine 2.5 5
        milligrams: Tylenol 325 500 650, Advil 200 400, Motrin 400 600, Aleve 220, Lipitor 10 20 40 80, Crestor 5 10 20, Zocor 20 40, Plavix 75
        milligrams: Eliquis 2.5 5, Xarelto 15 20, Norvasc 5 10, Zestril 10 20
        milligrams: Diovan 80 160, Cozaar 50 100, Lasix 20 40, Coreg 6.25 12.5, Toprol 25 50 100, Glucophage 500 1000, Januvia 50 100, Jardiance 10 25
        milligrams: Farxiga 5 10, Prilosec 20 40, Nexium 20 40
        milligrams: Protonix 40, Pepcid 20 40, Zofran 4 8, Zoloft 50 100, Prozac 20 40, Lexapro 10 20, Celexa 20 40, Wellbutrin 150 300, Effexor 75 150
        milligrams: Cymbalta 30 60, Xanax 0.25 0.5, Ativan 0.5 1
        milligrams: Klonopin 0.5 1, Ambien 5 10, Seroquel 50 100, Abilify 5 10, Lamictal 100 200, Keppra 500 750, Topamax 25 50, Neurontin 300 600
        milligrams: Lyrica 75 150, Flexeril 5 10, Mobic 7.5 15
        milligrams: Celebrex 100 200, Ultram 50, Zyrtec 10, Claritin 10, Allegra 60 180, Benadryl 25 50, Singulair 10, Mucinex 600, Sudafed 30 60
        milligrams: Augmentin 500 875, Keflex 500, Cipro 500
        milligrams: Bactrim 400 800, Valtrex 500 1000, Flomax 0.4, Proscar 5, Viagra 50 100, Cialis 5 10, Imitrex 50 100, Adderall 10 20, Ritalin 10 20
        milligrams: Concerta 18 36, Fosamax 70, Aricept 5 10
        micrograms: levothyroxine 25 50 75 88 100 112 125, liothyronine 5 25, Synthroid 50 75 100, calcitriol 0.25 0.5, fentanyl 12 25 50, folate 400 800
        micrograms: cobalamin 500 1000
        units: insulin 6 8 10 12 20, glargine 10 14 18 24 30, lispro 4 6 8 10, aspart 4 6 8, detemir 10 16 20, degludec 12 20 26, Lantus 12 18 22 30
        units: Humalog 4 6 10, Novolog 5 8 10, cholecalciferol 1000 2000 5000
        puffs: albuterol 1 2 4, fluticasone 1 2, salmeterol 1 2, tiotropium 1 2, ipratropium 2 3, formoterol 1 2, beclomethasone 2 4, mometasone 1 2, Ventolin 2 4, Symbicort 1 2, Advair 1 2, Spiriva 2
        sprays: Flonase 1 2, Nasacort 1 2, azelastine 1 2
        drops: latanoprost 1 2, timolol 1 2, dorzolamide 1, brimonidine 1 2, travoprost 1, ofloxacin 2 4, olopatadine 1 2
        patches: lidocaine 1 2, nicotine 1, scopolamine 1, rotigotine 1
        tablets: Percocet 1 2, Norco 1 2, Sinemet 1 2, Excedrin 1 2, senna 1 2, folic acid 1, multivitamin 1, calcium 1 2
        """);

    public static IReadOnlySet<string> Names { get; } = Medicines.Select(medicine => medicine.Name.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
}
