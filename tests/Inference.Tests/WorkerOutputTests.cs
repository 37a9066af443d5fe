using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OnPremLlm.Inference.Tests;

public class WorkerOutputTests
{
    [Fact]
    public async Task What_a_worker_prints_is_kept_before_its_first_request_and_only_counted_afterwards()
    {
        var log = new CollectingLogger();
        var process = SystemTools.Start(["/bin/sh", "-c", "echo loading >&2; read line; echo prompt of a patient >&2"], new Dictionary<string, string>());
        var worker = new WorkerProcess(process, "/nowhere", "/nowhere/s", TimeProvider.System, log) { UserId = 0, SeparateAccount = false, NetworkIsolated = false };
        await log.FirstLine;
        worker.RequestsBegin();
        await worker.StopAsync(TimeSpan.FromMinutes(1));

        Assert.Contains(log.Lines, line => line.Contains("loading", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.Contains("reported its event 0", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("patient", StringComparison.Ordinal));
    }

    /// <summary>Each batch that is ended early for another clinic makes llama.cpp write a line; it filled the log of IT with warnings.</summary>
    [Fact]
    public async Task Lines_of_llama_cpp_warn_while_it_loads_and_not_while_it_answers()
    {
        const string Line = """{"EventId":1100,"LogLevel":"Warning","Message":"llama.cpp reported a error of 40 bytes."}""";
        const string Failure = """{"EventId":1203,"LogLevel":"Error","Message":"A batch of 1 requests was not evaluated."}""";
        var log = new CollectingLogger();
        var process = SystemTools.Start(["/bin/sh", "-c", $"echo '{Line}' >&2; read line; echo '{Line}' >&2; echo '{Failure}' >&2"], new Dictionary<string, string>());
        var worker = new WorkerProcess(process, "/nowhere", "/nowhere/s", TimeProvider.System, log) { UserId = 0, SeparateAccount = false, NetworkIsolated = false };
        await log.FirstLine;
        worker.RequestsBegin();
        await worker.StopAsync(TimeSpan.FromMinutes(1));

        Assert.Equal([LogLevel.Warning, LogLevel.Debug, LogLevel.Error], log.Levels.Take(3));
    }

    [Theory]
    [InlineData("""{"EventId":1004,"LogLevel":"Critical","Message":"The worker cannot start."}""", LogLevel.Critical, 1004, "The worker cannot start.")]
    [InlineData("terminate called after throwing", LogLevel.Error, 0, "terminate called after throwing")]
    [InlineData("[1]", LogLevel.Error, 0, "[1]")]
    public void A_line_is_a_log_entry_or_an_error_of_a_library(string line, LogLevel level, int id, string text) => Assert.Equal(new WorkerLine(level, id, text), WorkerLine.Parse(line));

    sealed class CollectingLogger : ILogger
    {
        readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentQueue<string> Lines { get; } = [];

        public ConcurrentQueue<LogLevel> Levels { get; } = [];

        public Task FirstLine => _first.Task;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Levels.Enqueue(logLevel);
            Lines.Enqueue(formatter(state, exception));
            _first.TrySetResult();
        }
    }
}
