namespace OnPremLlm.TestSupport;

/// <summary>Places in this checkout that tests need.</summary>
public static class Repository
{
    /// <summary>The folder that holds OnPremLlm.sln. Throws when the tests run from somewhere else.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>True where a missing prerequisite must fail instead of skip (the variable CI is set to true).</summary>
    public static bool IsContinuousIntegration => Environment.GetEnvironmentVariable("CI") is "true" or "1";

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OnPremLlm.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No OnPremLlm.sln above {AppContext.BaseDirectory}: run the tests from a checkout of the repository.");
    }
}
