using System.Diagnostics;
using System.Text.Json;
using OnPremLlm.Inference.Worker.Hosting;
using OnPremLlm.Inference.Worker.Tests.Support;

namespace OnPremLlm.Inference.Worker.Tests.Native;

/// <summary>Where the libraries may lie, tried with `worker devices` in a process of its own: a process loads them once.</summary>
public sealed class PackageFolderTests : IDisposable
{
    readonly DirectoryInfo package = Directory.CreateTempSubdirectory("package");

    public void Dispose() => package.Delete(recursive: true);

    [Theory]
    [InlineData("linux-x64-cuda")]
    [InlineData("linux-x64-vulkan")]
    public async Task A_package_for_graphics_cards_has_its_libraries_below_a_folder_of_its_own(string folder)
    {
        Lay(folder);

        var (code, output) = await DevicesAsync(package.FullName);

        Assert.Equal(0, code);
        using var devices = JsonDocument.Parse(output);
        Assert.Equal("cpu", devices.RootElement[0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Of_several_folders_of_libraries_none_is_guessed()
    {
        Lay("linux-x64");
        Lay("linux-x64-cuda");

        var (code, output) = await DevicesAsync(package.FullName);

        Assert.Equal(2, code);
        Assert.Contains("holds libraries in linux-x64 and linux-x64-cuda", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_libraries_is_refused_with_the_packages_that_have_them()
    {
        var (code, output) = await DevicesAsync(package.FullName);

        Assert.Equal(2, code);
        Assert.Contains("linux-x64-cuda or linux-x64-vulkan", output, StringComparison.Ordinal);
    }

    void Lay(string folder)
    {
        var bins = package.CreateSubdirectory("bins");
        Directory.CreateSymbolicLink(Path.Combine(bins.FullName, folder), Path.Combine(InProcessWorker.NativePackage, "bins", "linux-x64"));
    }

    static async Task<(int Code, string Output)> DevicesAsync(string package)
    {
        using var worker = Process.Start(new ProcessStartInfo("dotnet", [typeof(WorkerHost).Assembly.Location, "devices", "--native", package]) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException("dotnet could not be started.");
        var error = worker.StandardError.ReadToEndAsync();
        var output = await worker.StandardOutput.ReadToEndAsync();
        await worker.WaitForExitAsync();
        return (worker.ExitCode, output + await error);
    }
}
