using System.Runtime.InteropServices;

namespace OnPremLlm.Inference.Worker.Native;

/// <summary>A sampler (llama_sampler). The steps of a chain are owned by the chain. One thread at a time.</summary>
internal sealed unsafe partial class LlamaSampler : SafeHandle
{
    readonly LlamaModel? model;

    LlamaSampler(nint sampler, LlamaModel? model) : base(0, ownsHandle: true)
    {
        SetHandle(sampler);
        var held = false;
        model?.DangerousAddRef(ref held);
        this.model = model;
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>A grammar with the rule root; invalid when llama.cpp cannot parse it. Check it with GrammarCheck first: a deep one overflows the native stack.</summary>
    public static LlamaSampler Grammar(LlamaModel model, string grammar) => new(InitializeGrammar(model.Vocabulary, grammar, "root"), model);

    /// <summary>Draws a token: top-p and min-p (1 and 0 switch them off), then temperature, then a draw with the seed.</summary>
    public static LlamaSampler Draw(float temperature, float topP, float minP, uint seed)
    {
        var chain = InitializeChain(new LlamaSamplerChainParams { NoPerformanceCounters = 1 });
        AddToChain(chain, InitializeTopP(topP, 1));
        AddToChain(chain, InitializeMinP(minP, 1));
        AddToChain(chain, InitializeTemperature(temperature));
        AddToChain(chain, InitializeDraw(seed));
        return new(chain, null);
    }

    /// <summary>Applies the sampler: a grammar sets the logit of what it forbids to -∞, a draw selects.</summary>
    public void Apply(ref LlamaTokenDataArray candidates)
    {
        fixed (LlamaTokenDataArray* array = &candidates)
        {
            Apply(handle, array);
        }
    }

    /// <summary>Tells a grammar what was taken. Only a token that it allowed: anything else ends the process.</summary>
    public void Accept(int token) => Accept(handle, token);

    protected override bool ReleaseHandle()
    {
        Free(handle);
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        var open = !IsClosed;
        base.Dispose(disposing);
        if (open)
        {
            model?.DangerousRelease();
        }
    }

    [LibraryImport("llama", EntryPoint = "llama_sampler_init_grammar", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint InitializeGrammar(nint vocabulary, string grammar, string root);

    [LibraryImport("llama", EntryPoint = "llama_sampler_chain_init")]
    private static partial nint InitializeChain(LlamaSamplerChainParams parameters);

    [LibraryImport("llama", EntryPoint = "llama_sampler_chain_add")]
    private static partial void AddToChain(nint chain, nint sampler);

    [LibraryImport("llama", EntryPoint = "llama_sampler_init_top_p")]
    private static partial nint InitializeTopP(float p, nuint keep);

    [LibraryImport("llama", EntryPoint = "llama_sampler_init_min_p")]
    private static partial nint InitializeMinP(float p, nuint keep);

    [LibraryImport("llama", EntryPoint = "llama_sampler_init_temp")]
    private static partial nint InitializeTemperature(float temperature);

    [LibraryImport("llama", EntryPoint = "llama_sampler_init_dist")]
    private static partial nint InitializeDraw(uint seed);

    [LibraryImport("llama", EntryPoint = "llama_sampler_apply")]
    private static partial void Apply(nint sampler, LlamaTokenDataArray* candidates);

    [LibraryImport("llama", EntryPoint = "llama_sampler_accept")]
    private static partial void Accept(nint sampler, int token);

    [LibraryImport("llama", EntryPoint = "llama_sampler_free")]
    private static partial void Free(nint sampler);
}
