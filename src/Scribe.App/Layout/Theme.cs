using MudBlazor;

namespace OnPremLlm.Scribe.App.Layout;

/// <summary>Colours and type of the app, light and dark; the style sheet uses them through MudBlazor's variables.</summary>
internal static class Theme
{
    static readonly string[] System = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "sans-serif"];

    public static MudTheme Scribe { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0b6b63",
            PrimaryContrastText = "#ffffff",
            Secondary = "#3d5a80",
            Background = "#f6f7f5",
            Surface = "#ffffff",
            TextPrimary = "#1b2422",
            TextSecondary = "#53605c",
            ActionDefault = "#53605c",
            LinesDefault = "#dfe4e1",
            Divider = "#dfe4e1",
            Error = "#b3261e",
            Warning = "#8a5300",
            Success = "#1d6b3a",
            Info = "#1f5f99",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#63cfc2",
            PrimaryContrastText = "#06211e",
            Secondary = "#9db8dc",
            Background = "#101514",
            Surface = "#181f1d",
            TextPrimary = "#e7edeb",
            TextSecondary = "#a5b3ae",
            ActionDefault = "#a5b3ae",
            LinesDefault = "#2c3633",
            Divider = "#2c3633",
            Error = "#ff8a80",
            ErrorContrastText = "#2a0603",
            Warning = "#f0b35b",
            WarningContrastText = "#2a1a00",
            Success = "#7bd39a",
            Info = "#8ec2f5",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "10px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = System, FontSize = "1rem", LineHeight = "1.5" },
            Button = new ButtonTypography { FontFamily = System, TextTransform = "none", FontWeight = "600", FontSize = ".95rem" },
        },
    };
}
