using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Yagura.Detection.Indicators;
using Yagura.Web.Guard;

namespace Yagura.Verbs;

/// <summary><c>yagura indicators check|find</c>: what folders of indicators hold, and where a value stands.</summary>
internal static class IndicatorsVerb
{
    private const int FaultsShownMax = 1_000;

    public static Command Create() => new("indicators", "Checks lists of addresses, domains, URLs, hashes and mail addresses (plain lists, CSV, MISP, STIX 2.1), and looks a value up in them.") { Check(), Find() };

    private static Command Check()
    {
        var folders = new Argument<string[]>("DIR") { Description = "Folders of indicators.", Arity = ArgumentArity.OneOrMore };
        var json = SharedOptions.Json();
        var verb = new Command("check", "Totals by source and kind, what has expired, and what is refused with file and line. Exit code 1 when a value or a file is refused.") { folders, json };
        verb.SetAction(async (parsed, _) =>
        {
            var set = Load(parsed.GetValue(folders)!);
            var now = TimeProvider.System.GetUtcNow();
            if (parsed.GetValue(json))
                await Console.Out.WriteLineAsync(Json(set, now));
            else
                await PrintAsync(set, now);
            return set.Faults.Any(fault => fault.Kind != IndicatorFaultKind.Warning) ? Exit.CheckFailed : Exit.Right;
        });
        return verb;
    }

    private static Command Find()
    {
        var value = new Argument<string>("VALUE") { Description = "An address, domain, URL, hash or mail address; as lists write it." };
        var folders = new Option<string[]>("--indicators") { Description = "Folders of indicators; the configured ones without it." };
        var config = SharedOptions.Config();
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var verb = new Command("find", "Says which lists hold a value, as itself or as a block or domain around it. Exit code 1 when none does.") { value, folders, config, data, json };
        verb.SetAction(async (parsed, _) =>
        {
            var settings = SharedOptions.Settings(parsed.GetValue(config), parsed.GetValue(data));
            var named = parsed.GetValue(folders) is { Length: > 0 } given ? given : [.. settings.IndicatorFolders()];
            if (named.Length == 0)
                throw new VerbException("no folder of indicators is configured; name one under indicators in the configuration, or with --indicators");
            var set = Load(named);
            var hits = set.Find(parsed.GetValue(value)!, out var reason);
            if (reason.Length > 0)
                throw new VerbException(OutsideText.Show(reason));
            var now = TimeProvider.System.GetUtcNow();
            foreach (var hit in hits)
                await Console.Out.WriteLineAsync(parsed.GetValue(json) ? JsonSerializer.Serialize(Of(hit, now), JsonSerializerOptions.Web) : OutsideText.Show(Sentence(hit, now)));
            if (hits.Count == 0 && !parsed.GetValue(json))
                await Console.Out.WriteLineAsync($"in none of {set.Count:N0} indicators");
            return hits.Count > 0 ? Exit.Right : Exit.CheckFailed;
        });
        return verb;
    }

    private static IndicatorSet Load(string[] folders)
    {
        foreach (var folder in folders.Where(folder => !Directory.Exists(folder)))
            throw new VerbException($"the indicators folder {folder} does not exist");
        return IndicatorSet.Load([.. folders.Select(Path.GetFullPath)]);
    }

    private static async Task PrintAsync(IndicatorSet set, DateTimeOffset now)
    {
        foreach (var fault in set.Faults.Take(FaultsShownMax))
            await Console.Out.WriteLineAsync(OutsideText.Show($"{Word(fault.Kind),-8} {fault}"));
        if (set.Faults.Length > FaultsShownMax)
            await Console.Out.WriteLineAsync($"{set.Faults.Length - FaultsShownMax:N0} more faults");
        foreach (var source in set.Sources)
        {
            var kinds = IndicatorKinds.All.Zip(source.Counts).Where(kind => kind.Second > 0).Select(kind => string.Create(CultureInfo.InvariantCulture, $"{IndicatorKinds.Name(kind.First)} {kind.Second:N0}"));
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"source   {source.Name}: {source.Count:N0} ({string.Join(", ", kinds)}), {source.ExpiredAt(now):N0} expired, {source.Refused:N0} refused"));
        }

        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{set.Count:N0} indicators of {set.Sources.Length} sources, {set.Sources.Sum(source => source.ExpiredAt(now)):N0} expired, {set.Sources.Sum(source => source.Refused):N0} refused, {set.Bytes / 1048576.0:N1} MB, hash {(set.Hash.Length > 0 ? set.Hash : "-")}"));
    }

    private static string Word(IndicatorFaultKind kind) => kind switch { IndicatorFaultKind.Broken => "broken", IndicatorFaultKind.Refused => "refused", _ => "warning" };

    private static string Sentence(IndicatorHit hit, DateTimeOffset now) =>
        $"{IndicatorKinds.Name(hit.Kind)} {hit.Value}: source {hit.Source}, confidence {hit.Confidence?.ToString(CultureInfo.InvariantCulture) ?? "not given"}, "
        + (hit.Expires is not { } expires ? "does not expire" : (expires <= now ? "expired " : "expires ") + expires.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture))
        + $", {hit.File}:{hit.Line}";

    private static object Of(IndicatorHit hit, DateTimeOffset now) => new
    {
        kind = IndicatorKinds.Name(hit.Kind),
        value = hit.Value,
        source = hit.Source,
        confidence = hit.Confidence,
        expires = hit.Expires,
        expired = hit.Expires <= now,
        file = hit.File,
        line = hit.Line,
    };

    private static string Json(IndicatorSet set, DateTimeOffset now) => JsonSerializer.Serialize(new
    {
        indicators = set.Count,
        bytes = set.Bytes,
        hash = set.Hash,
        sources = set.Sources.Select(source => new
        {
            name = source.Name,
            count = source.Count,
            kinds = IndicatorKinds.All.Zip(source.Counts).ToDictionary(kind => IndicatorKinds.Name(kind.First), kind => kind.Second),
            expired = source.ExpiredAt(now),
            refused = source.Refused,
            files = source.Files,
        }),
        faults = set.Faults.Select(fault => new { kind = Word(fault.Kind), file = fault.File, line = fault.Line, reason = fault.Reason }),
    }, JsonSerializerOptions.Web);
}
