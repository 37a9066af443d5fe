using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using OnPremLlm.Training.Network;

namespace OnPremLlm.Training.Optimising;

/// <summary>
/// All that a run needs to go on, in one file: a line of JSON, then weights and both moments as little-endian float32, then the SHA-256 of all before it.
/// A new file takes the old one's place only when it is whole, and the old one is kept.
/// </summary>
internal sealed record Checkpoint(TrainingSettings Settings, TrainingState State)
{
    public const string FileName = "checkpoint.bin";
    public const string PreviousName = "checkpoint.previous.bin";
    const int MaxHeader = 1 << 16;

    public static void Write(string folder, Checkpoint checkpoint, Weights weights, OptimiserState moments)
    {
        var (path, temporary) = (Path.Combine(folder, FileName), Path.Combine(folder, FileName + ".tmp"));
        using (var file = new FileStream(temporary, FileMode.Create))
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] header = [.. JsonSerializer.SerializeToUtf8Bytes(checkpoint), (byte)'\n'];
            Append(file, hash, header);
            Array.ForEach([weights.All, moments.First, moments.Second], floats => Append(file, hash, MemoryMarshal.AsBytes(floats.Span)));
            file.Write(hash.GetHashAndReset());
            file.Flush(flushToDisk: true);
        }

        if (File.Exists(path))
        {
            File.Move(path, Path.Combine(folder, PreviousName), overwrite: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>The newest whole one of the folder; null where there is none.</summary>
    /// <exception cref="InvalidDataException">There are files, but none is whole.</exception>
    public static LoadedCheckpoint? ReadNewest(string folder)
    {
        string[] paths = [.. new[] { FileName, PreviousName }.Select(name => Path.Combine(folder, name)).Where(File.Exists)];
        return paths.Select(TryRead).FirstOrDefault(loaded => loaded is not null)
            ?? (paths.Length == 0 ? null : throw new InvalidDataException($"No checkpoint in {folder} is whole. Take a copy of one, or remove the files to begin anew."));
    }

    static LoadedCheckpoint? TryRead(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var end = bytes.AsSpan(0, Math.Min(bytes.Length, MaxHeader)).IndexOf((byte)'\n');
        var whole = end >= 0 && bytes.Length > SHA256.HashSizeInBytes
            && SHA256.HashData(bytes.AsSpan(0, bytes.Length - SHA256.HashSizeInBytes)).AsSpan().SequenceEqual(bytes.AsSpan(bytes.Length - SHA256.HashSizeInBytes));
        var checkpoint = whole ? JsonSerializer.Deserialize<Checkpoint>(bytes.AsSpan(0, end)) : null;
        return checkpoint is null ? null : Fill(checkpoint, MemoryMarshal.Cast<byte, float>(bytes.AsSpan(end + 1, bytes.Length - end - 1 - SHA256.HashSizeInBytes)));
    }

    static LoadedCheckpoint Fill(Checkpoint checkpoint, Span<float> floats)
    {
        var weights = new Weights(checkpoint.Settings.Shape, checkpoint.Settings.Seed);
        var moments = new OptimiserState(weights.Layout.Length);
        foreach (var part in (Floats[])[weights.All, moments.First, moments.Second])
        {
            floats[..part.Length].CopyTo(part.Span);
            floats = floats[part.Length..];
        }

        weights.Pack();
        return new(checkpoint, weights, moments);
    }

    static void Append(FileStream file, IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        hash.AppendData(bytes);
        file.Write(bytes);
    }
}

/// <summary>A checkpoint with its numbers; the weights are packed.</summary>
internal sealed record LoadedCheckpoint(Checkpoint Checkpoint, Weights Weights, OptimiserState Moments);
