using OnPremLlm.TestSupport.Workers;

namespace OnPremLlm.Inference.Tests.Support;

/// <summary>"Starts" scripted workers inside the test process, so that supervision is tested against a real socket and the real protocol.</summary>
internal sealed class ScriptedLauncher : IWorkerLauncher, IAsyncDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("opl-script-").FullName;
    readonly List<ScriptedProcess> _started = [];
    int _sockets; // owners start their workers at the same time

    /// <summary>Prepares each worker before it is connected to.</summary>
    public Action<ScriptedWorker> Script { get; set; } = _ => { };

    /// <summary>Makes the next start end at once with this exit code and error.</summary>
    public (int Code, string Error)? EndsAtStart { get; set; }

    /// <summary>The process that is said to have been started; default: this one, which is the one that listens.</summary>
    public int StartedProcessId { get; set; } = Environment.ProcessId;

    public IReadOnlyList<ScriptedProcess> Started
    {
        get
        {
            lock (_started)
            {
                return [.. _started];
            }
        }
    }

    public async Task<IWorkerProcess> StartAsync(WorkerLaunch launch, CancellationToken ct)
    {
        var worker = await ScriptedWorker.StartAsync(Path.Combine(_folder, $"{Interlocked.Increment(ref _sockets)}.s"));
        worker.Description.UserId = (int)HostPrivileges.UserId;
        worker.Description.Model.Sha256 = launch.Model?.Sha256 ?? worker.Description.Model.Sha256;
        Script(worker);
        var process = new ScriptedProcess(worker, StartedProcessId);
        if (EndsAtStart is { } end)
        {
            worker.BeforeDescribe = token => Task.Delay(Timeout.Infinite, token);
            process.End(end.Code, end.Error);
        }

        lock (_started)
        {
            _started.Add(process);
        }

        return process;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Started)
        {
            await process.Worker.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}

internal sealed class ScriptedProcess(ScriptedWorker worker, int processId) : IWorkerProcess
{
    readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ScriptedWorker Worker => worker;

    public int ProcessId => processId;

    public uint UserId => HostPrivileges.UserId;

    public bool SeparateAccount => false;

    public bool NetworkIsolated => false;

    public string Socket => worker.Socket;

    public Task<int> Exited => _exited.Task;

    public string? StartError { get; private set; }

    public bool Serves { get; private set; }

    public void RequestsBegin() => Serves = true;

    public void Kill() => End(137, null);

    public Task StopAsync(TimeSpan grace)
    {
        End(grace > TimeSpan.Zero ? 0 : 137, null);
        return Task.CompletedTask;
    }

    public void End(int code, string? error)
    {
        StartError = error ?? StartError;
        _exited.TrySetResult(code);
    }
}
