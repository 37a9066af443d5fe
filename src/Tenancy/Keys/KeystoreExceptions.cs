namespace OnPremLlm.Tenancy.Keys;

/// <summary>The root key is missing, damaged, readable by others, or not the one this keystore was made with. The message says what to do.</summary>
public sealed class RootKeyException(string message) : Exception(message);

/// <summary>The keystore's files contradict each other or cannot be opened with the tenant's key. The message says what to do.</summary>
public sealed class KeystoreException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>There is no such record key: it was destroyed, or never created. What was sealed under it cannot be read again.</summary>
public sealed class RecordKeyDestroyedException(RecordKeyId record)
    : Exception($"The {record.Category} key of encounter {record.Encounter} was destroyed or never created; what was sealed under it cannot be read.")
{
    public RecordKeyId Record { get; } = record;
}

/// <summary>A ciphertext failed authentication: it was altered, cut short, or moved here from another tenant, encounter, category, kind or sequence.</summary>
public sealed class TamperedRecordException(string message) : Exception(message);
