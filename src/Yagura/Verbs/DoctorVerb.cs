using System.CommandLine;
using System.Text.Json;
using Yagura.Archive.Disk;
using Yagura.Doctor;

namespace Yagura.Verbs;

/// <summary><c>yagura doctor</c>: what the machine gives, and what to do where it is not enough.</summary>
internal static class DoctorVerb
{
    public static Command Create()
    {
        var config = SharedOptions.Config();
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var verb = new Command("doctor", "Measures what this machine gives: disk sync, UDP buffer, clock, limits, room, the last outside pin.") { config, data, json };
        verb.SetAction(async (parsed, _) =>
        {
            var settings = SharedOptions.Settings(parsed.GetValue(config), parsed.GetValue(data));
            var findings = Examination.Run(settings, new LinuxDisk(), TimeProvider.System.GetUtcNow());
            if (parsed.GetValue(json))
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(findings.Select(finding => new { name = finding.Name, verdict = finding.Verdict.ToString().ToLowerInvariant(), measured = finding.Measured, advice = finding.Advice })));
            else
                await PrintAsync(findings);
            return findings.Any(finding => finding.Verdict == Verdict.Bad) ? Exit.CheckFailed : Exit.Right;
        });
        return verb;
    }

    private static async Task PrintAsync(IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings)
        {
            var mark = finding.Verdict switch { Verdict.Good => "ok  ", Verdict.Warning => "warn", _ => "BAD " };
            await Console.Out.WriteLineAsync($"{mark}  {finding.Name,-12}  {finding.Measured}");
            if (finding.Advice is { } advice)
                await Console.Out.WriteLineAsync($"      {"",-12}  -> {advice}");
        }
    }
}
