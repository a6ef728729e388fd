using System.Diagnostics;

namespace Yagura.Scenarios.Parts;

/// <summary>A verb of the real executable: its exit code and what it printed.</summary>
internal sealed record Verb(int Code, string Output, string Errors)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static Task<Verb> RunAsync(params string[] arguments) => RunCommandAsync(Server.Executable, arguments);

    /// <summary>Another program, in the same way.</summary>
    public static async Task<Verb> RunCommandAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            process.Kill();
            throw;
        }

        return new Verb(process.ExitCode, await output, await errors);
    }
}
