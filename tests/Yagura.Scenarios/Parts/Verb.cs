using System.Diagnostics;

namespace Yagura.Scenarios.Parts;

/// <summary>A verb of the real executable: its exit code and what it printed.</summary>
internal sealed record Verb(int Code, string Output, string Errors)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static async Task<Verb> RunAsync(params string[] arguments) => await RunAsync(input: null, arguments);

    public static async Task<Verb> RunAsync(string? input, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Server.Executable, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (input is not null)
            await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Limit);
        return new Verb(process.ExitCode, await output, await errors);
    }
}
