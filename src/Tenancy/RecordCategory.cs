namespace OnPremLlm.Tenancy;

/// <summary>What a record is, for keys and retention. The numbers are stored and bound into ciphertexts: never renumber.</summary>
public enum RecordCategory
{
    Audio = 1,
    Transcript = 2,
    Draft = 3,
    Note = 4,
    Chat = 5,
    Audit = 6,
}

/// <summary>Names one record key: one exists per encounter and record category.</summary>
public readonly record struct RecordKeyId(EncounterId Encounter, RecordCategory Category);
