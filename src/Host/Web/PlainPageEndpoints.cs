namespace OnPremLlm.Host.Web;

/// <summary>Administration and compliance: static server-side rendering, so there is no circuit and no script.</summary>
internal static class PlainPageEndpoints
{
    public static void MapPlainPages(this IEndpointRouteBuilder routes) => routes.MapRazorComponents<PlainPages>();
}
