return await OnPremLlm.Host.Cli.Commands.RunAsync(args);
