using Grpc.Core;
using Grpc.Core.Interceptors;

namespace OnPremLlm.Inference.Worker.Hosting;

/// <summary>
/// Turns what no handler foresaw into INTERNAL with the kind of fault only: an exception's message or stack could carry text of a request,
/// and both the peer's log and ours would keep it.
/// </summary>
internal sealed class FaultInterceptor(ILogger<FaultInterceptor> logger) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(() => continuation(request, context), context);

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(() => continuation(request, responseStream, context), context);

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(() => continuation(requestStream, context), context);

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(() => continuation(requestStream, responseStream, context), context);

    Task<int> GuardAsync(Func<Task> call, ServerCallContext context) =>
        GuardAsync(async () =>
        {
            await call();
            return 0;
        }, context);

    async Task<T> GuardAsync<T>(Func<Task<T>> call, ServerCallContext context)
    {
        try
        {
            return await call();
        }
        catch (RpcException)
        {
            throw;
        }
        catch (Exception fault) when (fault is OperationCanceledException || context.CancellationToken.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "The call was cancelled."));
        }
        catch (Exception fault)
        {
            logger.RequestFailed(context.Method, fault.GetType().Name);
            throw new RpcException(new Status(StatusCode.Internal, $"The worker failed on this request ({fault.GetType().Name}). Try again; if it stays, restart the worker."));
        }
    }
}
