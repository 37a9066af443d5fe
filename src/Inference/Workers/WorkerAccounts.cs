using System.Globalization;

namespace OnPremLlm.Inference;

/// <summary>
/// Gives each owner a user id of its own. The list lies in the run folder, so that a restarted Host gives the same ids:
/// otherwise a worker that a killed Host left for a moment could share its account with another owner's new one. It is gone after
/// a reboot, as all workers are. Thread-safe.
/// </summary>
internal sealed class WorkerAccounts(string runFolder, uint first)
{
    // More owners than this on one machine is a sign of owner ids that are made up.
    const int Most = 10_000;

    readonly Lock _gate = new();
    readonly Dictionary<OwnerId, uint> _accounts = [];
    readonly string _file = Path.Combine(runFolder, "accounts");
    bool _read;

    public uint Of(OwnerId owner)
    {
        lock (_gate)
        {
            Read();
            return _accounts.TryGetValue(owner, out var known) ? known : Assign(owner);
        }
    }

    uint Assign(OwnerId owner)
    {
        var taken = AccountsOfTheSystem();
        taken.UnionWith(_accounts.Values);
        for (var candidate = first; candidate < first + Most; candidate++)
        {
            if (!taken.Contains(candidate))
            {
                _accounts.Add(owner, candidate);
                Write(candidate, owner);
                return candidate;
            }
        }

        throw new InferenceException(InferenceFailure.Misconfigured, $"The {Most} user ids from {first} are all in use. Set FirstWorkerUid to a free range, or remove {_file} after stopping the Host.");
    }

    void Write(uint account, OwnerId owner)
    {
        File.AppendAllText(_file, $"{account} {owner}\n");
        if (!OperatingSystem.IsWindows())
        {
            // Workers pass through this folder: which owners there are is not for them to know.
            File.SetUnixFileMode(_file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    void Read()
    {
        if (_read || !File.Exists(_file))
        {
            _read = true;
            return;
        }

        foreach (var line in File.ReadLines(_file))
        {
            if (line.Split(' ') is [var uid, var owner] && uint.TryParse(uid, CultureInfo.InvariantCulture, out var account) && Guid.TryParseExact(owner, "N", out var id))
            {
                _accounts[new(id)] = account;
            }
        }

        _read = true;
    }

    static HashSet<uint> AccountsOfTheSystem() => File.Exists("/etc/passwd")
        ? [.. File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length > 2).Select(fields => uint.TryParse(fields[2], CultureInfo.InvariantCulture, out var uid) ? uid : 0)]
        : [];
}
