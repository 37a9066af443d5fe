using System.Collections.Concurrent;
using System.Security.Cryptography;
using Google.Protobuf;
using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference;

/// <summary>
/// Remembers which requests of an owner were in a worker that ended by itself, so that one that ends it each time is not tried for ever at the cost of
/// everybody else in it. Holds digests under a key of this process, no text. Thread-safe.
/// </summary>
internal sealed class CrashMemory(TimeProvider time)
{
    /// <summary>How long a request is remembered.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(15);

    const int Deadly = 2;
    const int MostRequests = 1_000;

    readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    readonly ConcurrentDictionary<(OwnerId Owner, string Digest), (int Times, DateTimeOffset Last)> _died = [];

    /// <summary>What the same request has in common with its repetitions: everything but session and seed.</summary>
    public string DigestOf(GenerateRequest request)
    {
        var same = request.Clone();
        (same.Session, same.Seed) = ("", 0);
        return Digest(same);
    }

    /// <summary>The same for texts of which vectors are made.</summary>
    public string DigestOf(EmbedRequest request) => Digest(request);

    /// <exception cref="InferenceException">The owner's worker ended twice with this request in it, lately.</exception>
    public void ThrowIfDeadly(OwnerId owner, string digest)
    {
        if (_died.TryGetValue((owner, digest), out var died) && died.Times >= Deadly && time.GetUtcNow() - died.Last < Kept)
        {
            throw new InferenceException(
                InferenceFailure.InvalidRequest,
                $"The engine ended twice while it worked on this very request, so it is not tried again for {Kept.TotalMinutes:0} minutes. Change it (shorten it, or leave out its grammar), and tell IT: model or engine may be at fault.");
        }
    }

    public void Died(OwnerId owner, string digest)
    {
        var now = time.GetUtcNow();
        foreach (var (key, _) in _died.Where(known => now - known.Value.Last >= Kept))
        {
            _died.TryRemove(key, out _);
        }

        if (_died.Count < MostRequests)
        {
            _died.AddOrUpdate((owner, digest), (1, now), (_, died) => (died.Times + 1, now));
        }
    }

    string Digest(IMessage request) => Convert.ToHexString(HMACSHA256.HashData(_key, request.ToByteArray()));
}
