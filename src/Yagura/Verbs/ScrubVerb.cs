using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Yagura.Archive.Disk;
using Yagura.Archive.Verify;
using Yagura.Events;
using Yagura.Pipeline;
using Yagura.ServiceLevel.Calendar;

namespace Yagura.Verbs;

/// <summary><c>yagura scrub</c>: yesterday and a thirtieth of the archive, read again; beside a running server too.</summary>
internal static class ScrubVerb
{
    public static Command Create()
    {
        var date = new Option<string?>("--date") { Description = "The day, YYYY-MM-DD in the contract's time zone; yesterday without it." };
        var config = SharedOptions.Config();
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var verb = new Command("scrub", "Verifies a day and a thirtieth of the archive against the seals. Exit code 1 when anything is wrong.") { date, config, data, json };
        verb.SetAction(async (parsed, _) =>
        {
            var settings = SharedOptions.Settings(parsed.GetValue(config), parsed.GetValue(data));
            var now = TimeProvider.System.GetUtcNow();
            var zone = Knowledge.Load(settings).Contracts.At(now)?.Zone ?? Zone.Tokyo;
            var day = parsed.GetValue(date) is { } text ? Day(text) : zone.DateOf(now).AddDays(-1);
            var archive = new DataFolder(settings.Resolve(settings.Data)).Archive;
            if (!Directory.Exists(archive))
                throw new VerbException($"there is no archive {archive}; name the data folder with --data or --config");
            var options = new ScrubOptions(archive, ReceiveTime.From(zone.StartOf(day)), ReceiveTime.From(zone.StartOf(day.AddDays(1))), day.DayNumber % Scrub.Turns, Environment.ProcessorCount);
            var result = Scrub.Run(new LinuxDisk(), options);
            await Console.Out.WriteAsync(parsed.GetValue(json) ? Json(day, result) : Text(day, result));
            return result.Day.Ok && result.Whole.Ok ? Exit.Right : Exit.CheckFailed;
        });
        return verb;
    }

    private static DateOnly Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day
        : throw new VerbException($"--date {text} is not allowed; allowed: YYYY-MM-DD");

    private static string Text(DateOnly day, ScrubResult result)
    {
        var text = new StringWriter();
        foreach (var fault in result.Whole.Faults)
            text.WriteLine(VerifyVerb.Line(fault));
        var said = result.Day;
        text.WriteLine($"{day:yyyy-MM-dd}: seals {said.FirstSeal} to {said.LastSeal}, {said.Records} records of {said.Sources} sources{(said.Covered ? "" : "; THE SEALS DO NOT COVER THE WHOLE DAY")}{(said.Lost > 0 ? $"; {said.Lost} RECORDS IN FAULTY SEALS" : "")}");
        text.WriteLine($"read {result.Whole.UnpackedBytes} bytes of evidence in all; chain of {result.Whole.Seals} seals");
        text.WriteLine(said.Ok && result.Whole.Ok ? "the day and its thirtieth hold" : $"IT DOES NOT HOLD: {result.Whole.Faults.Count} faults{(said.Covered ? "" : ", and the day is not covered to its end: the server did not run, or that day's seals are missing")}");
        return text.ToString();
    }

    private static string Json(DateOnly day, ScrubResult result) => JsonSerializer.Serialize(new
    {
        date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ok = result.Day.Ok,
        covered = result.Day.Covered,
        seals = result.Day.FirstSeal == 0 ? "" : $"{result.Day.FirstSeal}-{result.Day.LastSeal}",
        sources = result.Day.Sources,
        records = result.Day.Records,
        lost = result.Day.Lost,
        archiveOk = result.Whole.Ok,
        faults = result.Whole.Faults.Select(VerifyVerb.Line),
    }) + "\n";
}
