using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using MudBlazor.Services;
using OnPremLlm.Scribe.App;
using OnPremLlm.Scribe.App.Api;
using OnPremLlm.Scribe.App.Layout;
using OnPremLlm.Scribe.App.SignIn;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.RootComponents.Add<App>("#app");
builder.RootComponents.Add<HeadOutlet>("head::after");
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddMudServices(mud =>
{
    mud.SnackbarConfiguration.PositionClass = MudBlazor.Defaults.Classes.Position.TopCenter;
    mud.SnackbarConfiguration.VisibleStateDuration = 8000;
});
builder.Services.AddSingleton(TimeProvider.System);
#pragma warning disable RS0030 // The one address it talks to is the Host that served the page.
builder.Services.AddSingleton(new HttpClient { BaseAddress = new Uri(builder.HostEnvironment.BaseAddress) });
#pragma warning restore RS0030
builder.Services.AddSingleton<Session>();
builder.Services.AddSingleton<ScribeApi>();
builder.Services.AddSingleton<Shortcuts>();
await builder.Build().RunAsync();
