using System.Diagnostics;

namespace Yagura.Tests.Archive.Verify;

/// <summary>The script of docs/formats/archive.md, taken from the page and run as an auditor would.</summary>
internal static class SecondVerifier
{
    private static readonly Lazy<string> Script = new(Extract);

    /// <summary>Exit code and output of <c>sh verify.sh ARCHIVE [PIN]</c>.</summary>
    public static (int Exit, string Output) Run(string archive, string? pin)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", pin is null ? [Script.Value, archive] : [Script.Value, archive, pin]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }

    private static string Extract()
    {
        var page = File.ReadAllText(Path.Combine(TestData.Root, "docs/formats/archive.md"));
        var start = page.IndexOf("```sh\n", StringComparison.Ordinal) + 6;
        var path = Path.Combine(Path.GetTempPath(), $"yagura-verify-{Environment.ProcessId}.sh");
        File.WriteAllText(path, page[start..page.IndexOf("\n```", start, StringComparison.Ordinal)] + "\n");
        return path;
    }
}
