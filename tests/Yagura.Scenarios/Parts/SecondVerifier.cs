using System.Diagnostics;

namespace Yagura.Scenarios.Parts;

/// <summary>The script of docs/formats/archive.md, run as an auditor would: without any program of ours.</summary>
internal static class SecondVerifier
{
    public static async Task<(int Code, string Output)> RunAsync(string folder, string archive)
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs/formats/archive.md"));
        var start = page.IndexOf("```sh\n", StringComparison.Ordinal) + 6;
        var script = Path.Combine(folder, "verify.sh");
        await File.WriteAllTextAsync(script, page[start..page.IndexOf("\n```", start, StringComparison.Ordinal)] + "\n");
        using var process = Process.Start(new ProcessStartInfo("sh", [script, archive]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
