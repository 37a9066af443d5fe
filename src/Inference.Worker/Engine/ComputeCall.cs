using Grpc.Core;
using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference.Worker.Engine;

/// <summary>The call by which the Host leases the cores to an engine's thread: orders in, reports out, until either side ends it.</summary>
internal static class ComputeCall
{
    public static async Task ServeAsync(EngineThread thread, IAsyncStreamReader<ComputeOrder> orders, IServerStreamWriter<ComputeReport> reports, ServerCallContext context)
    {
        var told = await thread.LeaseAsync();
        await context.WriteResponseHeadersAsync([]); // tells that it holds
        var taking = TakeAsync(thread, orders);
        await foreach (var report in told.ReadAllAsync(context.CancellationToken))
        {
            await reports.WriteAsync(report, context.CancellationToken);
        }

        await taking;
    }

    static async Task TakeAsync(EngineThread thread, IAsyncStreamReader<ComputeOrder> orders)
    {
        await foreach (var order in orders.ReadAllAsync())
        {
            thread.Order(order);
        }
    }
}
