using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace OnPremLlm.Inference;

/// <summary>A worker as a child process. The worker ends when its standard input closes, so it also ends when the Host is killed.</summary>
internal sealed class WorkerProcess : IWorkerProcess
{
    const int LongestStartError = 2000; // with a path and two hashes in it

    // A line of llama.cpp, of which the worker passes on the length alone. Each batch that is ended early for somebody else writes one; what
    // really fails has an event of its own, and fails its request.
    const int NativeLine = 1100;

    readonly Process _process;
    readonly string _folder;
    readonly TimeProvider _time;
    readonly ILogger _logger;
    volatile bool _requests;

    public WorkerProcess(Process process, string folder, string socket, TimeProvider time, ILogger logger)
    {
        (_process, _folder, Socket, _time, _logger) = (process, folder, socket, time, logger);
        ProcessId = process.Id;
        Exited = RunToEndAsync();
    }

    public int ProcessId { get; }

    public required uint UserId { get; init; }

    public required bool SeparateAccount { get; init; }

    public required bool NetworkIsolated { get; init; }

    public string Socket { get; }

    public Task<int> Exited { get; }

    public string? StartError { get; private set; }

    public void RequestsBegin() => _requests = true;

    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }

    public async Task StopAsync(TimeSpan grace)
    {
        if (grace > TimeSpan.Zero)
        {
            _process.StandardInput.Close();
            await Task.WhenAny(Exited, Task.Delay(grace, _time));
        }

        Kill();
        await Exited;
        _process.Dispose();
        RemoveFolder();
    }

    async Task<int> RunToEndAsync()
    {
        var lines = Task.WhenAll(ReadAsync(_process.StandardError), ReadAsync(_process.StandardOutput));
        await _process.WaitForExitAsync();
        await lines;
        return _process.ExitCode;
    }

    async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            Report(WorkerLine.Parse(line));
        }
    }

    void Report(WorkerLine line)
    {
        if (_requests)
        {
            // What native code prints may quote a prompt: only level and number go on.
            _logger.WorkerReported(line.EventId == NativeLine ? LogLevel.Debug : line.Level, ProcessId, line.EventId);
            return;
        }

        _logger.WorkerSaid(line.Level, ProcessId, line.EventId, line.Text);
        if (line.Level >= LogLevel.Error)
        {
            StartError = line.Text.Length > LongestStartError ? line.Text[..LongestStartError] : line.Text;
        }
    }

    void RemoveFolder()
    {
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _logger.FolderLeftBehind(_folder);
        }
    }
}

/// <summary>A line of a worker's standard error: a JSON log entry, or whatever a library printed (an error with event id 0).</summary>
internal readonly record struct WorkerLine(LogLevel Level, int EventId, string Text)
{
    public static WorkerLine Parse(string line)
    {
        try
        {
            using var entry = JsonDocument.Parse(line);
            var root = entry.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty(nameof(EventId), out var id) && root.TryGetProperty("LogLevel", out var level) && root.TryGetProperty("Message", out var text)
                ? new(Enum.TryParse<LogLevel>(level.GetString(), out var parsed) ? parsed : LogLevel.Error, id.GetInt32(), text.GetString() ?? "")
                : new(LogLevel.Error, 0, line);
        }
        catch (JsonException)
        {
            return new(LogLevel.Error, 0, line);
        }
    }
}
