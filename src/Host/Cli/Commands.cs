using System.CommandLine;
using System.CommandLine.Parsing;
using OnPremLlm.Host.Cli.Models;
using OnPremLlm.Host.Composition;
using OnPremLlm.Inference;
using OnPremLlm.Tenancy.ControlPlane;
using Spectre.Console;

namespace OnPremLlm.Host.Cli;

/// <summary>The command line <c>onpremllm</c>. Exit codes: 0 done, 1 failed with a message, 2 not understood, 130 stopped by Ctrl+C.</summary>
internal static class Commands
{
    static readonly Option<string> _data = new("--data") { Description = "The installation's data folder", Required = true, Recursive = true };

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("OnPremLlm: local language models and the ambient scribe for a hospital's clinics.")
        {
            _data, Serve(), Setup(), Tenants(), People(), KeyCommands.Make(_data), LimitCommands.Make(_data), ModelCommands.Make(_data), Demonstrate(), Accounts(),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync($"onpremllm: {error.Message}");
            }

            await Console.Error.WriteLineAsync($"See what it takes: {PathOf(parsed.CommandResult)} --help");
            return 2;
        }

        try
        {
            // Ctrl+C and SIGTERM: what is under way ends by itself, the Host's open answers and workers among it. After this long it ends all the same.
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(60) });
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("onpremllm: Stopped. The same again does what is left.");
            return 130;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            await Console.Error.WriteLineAsync($"onpremllm: {Failures.Explain(failure) ?? Failures.Describe(failure)}");
            return 1;
        }
    }

    static string PathOf(CommandResult command) => command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : "onpremllm";

    static Command Serve()
    {
        var port = NumberOption.Whole("--port", 5080, 0, 65535, "Port on localhost, 1 to 65535; 0 takes a free one, which the log names");
        var model = new Option<string?>("--model") { Description = "What Scribe drafts with instead of the demonstration model: a GGUF file, or the id of a model that was added" };
        var threads = NumberOption.Whole("--threads", 0, 0, 256, "Threads of an inference worker, 1 to 256; 0 chooses (cores - 1, or 1 for small models)");
        var context = NumberOption.Whole("--context", 0, 16, 1 << 20, "Tokens that prompt and answer have together, for models whose entry says nothing; 0: what the model says, at most 8192");
        var sequences = NumberOption.Whole("--sequences", 4, 1, 64, "Requests that one generation worker holds at a time, 1 to 64; each has its own part of the memory for the context");
        var isolation = new Option<string>("--isolation") { Description = "dedicated (each clinic has a generation worker of its own) or shared (one for all; for models too large to be loaded for each)", DefaultValueFactory = _ => "dedicated" };
        isolation.AcceptOnlyFromAmong("dedicated", "shared");
        var app = new Option<string?>("--app") { Description = "The folder that holds worker/, native/ and models/ (default: above the program)" };
        var gpuLayers = NumberOption.Whole("--gpu-layers", 0, 0, 512, "Layers on the GPU, for models whose entry says nothing, 0 to 512; needs --native, and none found is an error");
        var native = Native();
        var allowed = new Option<string[]>("--allow-host") { Description = "A name under which a reverse proxy serves this, without a port; may be given again (localhost is always allowed)", DefaultValueFactory = _ => [] };
        allowed.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string[]>()?.FirstOrDefault(name => Uri.CheckHostName(name) is UriHostNameType.Unknown) is { } wrong)
            {
                result.AddError($"--allow-host {wrong} is no host name. Give the name alone, for example scribe.hospital.example.");
            }
        });
        var memory = NumberOption.Whole("--model-memory", 0, 1, 1 << 24, "MiB that all language models together may take; 0: 80 % of the memory");
        var command = new Command("serve", "Starts the Host and stays up until Ctrl+C.") { port, model, threads, gpuLayers, context, sequences, isolation, memory, native, app, allowed };
        command.SetAction(async (parsed, ct) =>
        {
            var options = new ServeOptions
            {
                DataFolder = parsed.GetRequiredValue(_data),
                Port = parsed.GetValue(port),
                Threads = parsed.GetValue(threads),
                GpuLayers = parsed.GetValue(gpuLayers),
                NativeFolder = parsed.GetValue(native) is { } package ? Path.GetFullPath(package) : null,
                ModelMemoryMiB = parsed.GetValue(memory),
                Context = parsed.GetValue(context),
                Sequences = parsed.GetValue(sequences),
                Isolation = parsed.GetValue(isolation) is "shared" ? IsolationMode.Shared : IsolationMode.Dedicated,
                AllowedHosts = parsed.GetValue(allowed) ?? [],
            };
            options = parsed.GetValue(app) is { } folder ? options with { AppFolder = Path.GetFullPath(folder) } : options;
            options = await DraftingModel.ChooseAsync(options, parsed.GetValue(model));
            await ServeChecks.RunAsync(options, ct);
            DraftingModel.Remember(options);
            await using var host = WebHost.Build(options);
            await host.RunAsync(ct);
            return 0;
        });
        return command;
    }

    /// <summary>Which llama.cpp workers load; of the commands that start one.</summary>
    public static Option<string?> Native() => new("--native") { Description = "The unpacked package with llama.cpp that workers load: @node-llama-cpp/linux-x64-cuda or linux-x64-vulkan for a GPU (default: linux-x64, for processors, of the app folder); docs/it.md" };

    static Command Setup()
    {
        var (socket, password) = Superuser();
        var demonstration = new Option<bool>("--demonstration") { Description = "Also make the two demonstration clinics and their people" };
        var recover = new Option<bool>("--recover") { Description = "Writes lost or damaged control settings (control.json) anew, with new passwords for the installation's database roles; stop its Host first" };
        var command = new Command("setup", "Creates root key, control database and roles, and migrates everything. Can be run again.") { socket, password, demonstration, recover };
        command.SetAction(async (parsed, ct) =>
        {
            await using var provisioning = new Provisioning(parsed.GetRequiredValue(_data), parsed.GetRequiredValue(socket), parsed.GetRequiredValue(password), AnsiConsole.Console);
            await provisioning.SetUpAsync(parsed.GetValue(recover) ? LostSettings.WriteAnew : LostSettings.Refuse, ct);
            if (parsed.GetValue(demonstration))
            {
                await provisioning.MakeDemonstrationAsync(ct);
            }

            return 0;
        });
        return command;
    }

    static Command Tenants()
    {
        var (socket, password) = Superuser();
        var name = new Argument<string>("name") { Description = "The clinic's name" };
        var training = new Option<bool>("--training") { Description = "Marks it as training: no real patients" };
        var retention = new Option<string>("--retention") { Description = "standard, or at-signing (audio, transcript and drafts are due when the note is signed)", DefaultValueFactory = _ => "standard" };
        retention.AcceptOnlyFromAmong("standard", "at-signing");
        var create = new Command("create", "Makes a clinic: database, roles, keys, ledger and retention policy. Can be run again after a failure.") { name, training, retention, socket, password };
        create.SetAction(async (parsed, ct) =>
        {
            await using var provisioning = new Provisioning(parsed.GetRequiredValue(_data), parsed.GetRequiredValue(socket), parsed.GetRequiredValue(password), AnsiConsole.Console);
            await provisioning.CreateTenantAsync(parsed.GetRequiredValue(name), parsed.GetValue(training), parsed.GetRequiredValue(retention), ct);
            return 0;
        });
        var list = new Command("list", "Lists the clinics.");
        list.SetAction(async (parsed, ct) => await Listing.TenantsAsync(parsed.GetRequiredValue(_data), AnsiConsole.Console, ct));
        return new Command("tenants", "Clinics on this installation.") { create, list };
    }

    static Command People()
    {
        var tenant = new Option<string>("--tenant") { Description = "The clinic's name; left out for operators" };
        var email = new Option<string>("--email") { Description = "E-mail address to sign in with", Required = true };
        var name = new Option<string>("--name") { Description = "Name as shown; needed for a new account" };
        var role = new Option<string>("--role") { Description = "clinician, tenant-administrator, compliance or operator", Required = true };
        role.AcceptOnlyFromAmong("clinician", "tenant-administrator", "compliance", "operator");
        var passwordFile = new Option<string>("--password-file") { Description = "File with the first password, at least 12 characters, in its first line (never on the command line: others can read that); needed for a new account" };
        var existing = new Option<bool>("--existing") { Description = "Gives a further role to an account that exists; its name and password stay as they are" };
        var add = new Command("add", "Adds a person, or with --existing a role.") { tenant, email, name, role, passwordFile, existing };
        add.SetAction(async (parsed, ct) => await Listing.AddPersonAsync(
            parsed.GetRequiredValue(_data),
            new NewPerson(parsed.GetRequiredValue(email), parsed.GetValue(name), parsed.GetRequiredValue(role), parsed.GetValue(tenant), parsed.GetValue(passwordFile), parsed.GetValue(existing)),
            AnsiConsole.Console,
            ct));
        return new Command("people", "People who may sign in.") { add };
    }

    static Command Demonstrate()
    {
        var address = new Option<string>("--url") { Description = "The Host's address", DefaultValueFactory = _ => "http://localhost:5080/" };
        var recording = new Option<string?>("--recording") { Description = "WAVE file: PCM, 16 bit, 16 kHz, 1 or 2 channels" };
        var text = new Option<string?>("--text") { Description = "A written transcript instead (lines \"Doctor: …\" and \"Patient: …\")" };
        var speed = NumberOption.Decimal("--speed", 4, 0.1, 100, "How many times faster than spoken the recording is sent, 0.1 to 100");
        var verifier = new Option<string>("--verifier") { Description = "The Verifier's program", Required = true };
        var command = new Command("demonstrate", "Runs a whole demonstration visit against a Host that serves.") { address, recording, text, speed, verifier };
        command.SetAction(async (parsed, ct) =>
        {
            var data = parsed.GetRequiredValue(_data);
            var options = new DemonstrationOptions
            {
                Address = new Uri(parsed.GetRequiredValue(address)),
                Recording = parsed.GetValue(recording),
                Text = parsed.GetValue(text),
                Speed = parsed.GetValue(speed),
                Accounts = DemonstrationAccounts.Read(Provisioning.AccountsFile(data)),
                Verifier = parsed.GetRequiredValue(verifier),
                BundleFolder = Path.Combine(data, "receipts"),
                LedgerFolder = new HostLayout(data).Ledger,
            };
            await new Demonstration(options, AnsiConsole.Console).RunAsync(ct);
            return 0;
        });
        return command;
    }

    static Command Accounts()
    {
        var command = new Command("accounts", "Shows the demonstration's accounts.");
        command.SetAction(parsed =>
        {
            Listing.Accounts(DemonstrationAccounts.Read(Provisioning.AccountsFile(parsed.GetRequiredValue(_data))), AnsiConsole.Console);
            return 0;
        });
        return command;
    }

    static (Option<string> Socket, Option<string> Password) Superuser() => (
        new Option<string>("--postgres") { Description = "PostgreSQL: the folder of its socket, or host:port", Required = true },
        new Option<string>("--superuser-password-file") { Description = "File with the password of the PostgreSQL user \"postgres\"", Required = true });
}
