using OnPremLlm.Host.Composition;

namespace OnPremLlm.Host.Api;

/// <summary>The clinician's app and what it loads. Everything is served by this Host; nothing of it is a record.</summary>
internal static class PageEndpoints
{
    public static void MapPages(this WebApplication app)
    {
        var outside = OutsideTenancy.Because("program files and the project's own demonstration recording; no records");
        app.MapStaticAssets().AllowAnonymous().WithMetadata(outside);
        app.MapGet("/demo/visit-1.wav", (ServeOptions options) => TypedResults.PhysicalFile(Path.Combine(options.AppFolder, "models", "demo", "visit-1.wav"), "audio/wav", enableRangeProcessing: true))
            .AllowAnonymous().WithMetadata(outside);
        app.MapFallbackToFile("index.html").AllowAnonymous().WithMetadata(outside);
    }
}
