using Spectre.Console;

namespace OnPremLlm.Host.Cli;

/// <summary>Prints what was done.</summary>
internal static class Steps
{
    /// <summary>One line, not wrapped at the width of the terminal: paths are copied from here.</summary>
    public static void Done(IAnsiConsole console, string what)
    {
        console.Markup("[green]✔[/] ");
        console.Profile.Out.Writer.WriteLine(what);
    }
}
