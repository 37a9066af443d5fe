namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>Goes over a sequence's state field by field; each returns where the next one begins.</summary>
internal unsafe interface IStateVisitor
{
    byte* Value(byte* at, int value);

    /// <summary>A run of keys or values.</summary>
    byte* Rows(byte* at, long bytes);
}

/// <summary>Writes a state. Rows are taken from <paramref name="rows"/>, one run after the other, or left as they are where it is null.</summary>
internal sealed unsafe class StateWriter(byte* rows) : IStateVisitor
{
    byte* _next = rows;

    public byte* Value(byte* at, int value)
    {
        *(int*)at = value;
        return at + sizeof(int);
    }

    public byte* Rows(byte* at, long bytes)
    {
        if (_next != null)
        {
            Buffer.MemoryCopy(_next, at, bytes, bytes);
            _next += bytes;
        }

        return at + bytes;
    }
}

/// <summary>Compares a state with the expected form and copies its rows to <paramref name="rows"/>, one run after the other.</summary>
internal sealed unsafe class StateReader(byte* rows) : IStateVisitor
{
    byte* _next = rows;

    public bool IsAsExpected { get; private set; } = true;

    public byte* Value(byte* at, int value)
    {
        IsAsExpected &= *(int*)at == value;
        return at + sizeof(int);
    }

    public byte* Rows(byte* at, long bytes)
    {
        Buffer.MemoryCopy(at, _next, bytes, bytes);
        _next += bytes;
        return at + bytes;
    }
}
