using System.Threading.Channels;
using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference.Worker.Engine;

/// <summary>
/// The worker's hold on the machine's cores. Threads of ggml spin while they wait for each other, so two workers that compute at the same time on
/// the same cores slow each other down many times over; the Host lets them take turns. Owner thread only, but for <see cref="Reports"/>.
/// </summary>
internal sealed class ComputeLease
{
    Channel<ComputeReport>? reports;
    bool isAsked;
    bool isRecalled;
    long prompt;
    long completion;

    /// <summary>May evaluate: granted, or nobody grants.</summary>
    public bool IsHeld { get; private set; } = true;

    /// <summary>Others compute too.</summary>
    public bool IsContended { get; private set; }

    /// <summary>From now on only by grant. The reports go to the caller until the next attachment.</summary>
    public ChannelReader<ComputeReport> Attach()
    {
        reports?.Writer.TryComplete();
        reports = Channel.CreateUnbounded<ComputeReport>();
        (IsHeld, IsContended, isAsked, isRecalled, prompt, completion) = (false, false, false, false, 0, 0);
        return reports.Reader;
    }

    public void Take(ComputeOrder order)
    {
        switch (order.OrderCase)
        {
            case ComputeOrder.OrderOneofCase.Grant:
                (IsHeld, IsContended, isAsked) = (true, order.Grant.Contended, false);
                break;
            case ComputeOrder.OrderOneofCase.Recall:
                isRecalled = IsHeld;
                break;
        }
    }

    public void Count(int promptTokens, int completionTokens)
    {
        prompt += promptTokens;
        completion += completionTokens;
    }

    /// <summary>Between two batches: asks for a grant where there is work, gives one back where it was recalled.</summary>
    public void Report(bool hasWork)
    {
        if (isRecalled)
        {
            Send(new() { Returned = new() { PromptTokens = prompt, CompletionTokens = completion, Wanted = hasWork } });
            (IsHeld, isRecalled, isAsked, prompt, completion) = (false, false, hasWork, 0, 0);
        }
        else if (hasWork && !IsHeld && !isAsked)
        {
            isAsked = true;
            Send(new() { Wanted = new() });
        }
    }

    void Send(ComputeReport report) => reports?.Writer.TryWrite(report);
}
