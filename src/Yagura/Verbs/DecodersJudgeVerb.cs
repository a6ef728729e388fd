using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Yagura.Decoding;
using Yagura.Decoding.Suites;
using Yagura.Settings;

namespace Yagura.Verbs;

/// <summary><c>yagura decoders judge</c>: how far the decoders agree with the authors of lines (docs/formats/suites.md).</summary>
internal static class DecodersJudgeVerb
{
    public static Command Create()
    {
        var files = new Argument<string[]>("SUITE.jsonl") { Description = "Suites, {\"line\":…,\"hint\":…,\"expect\":{…}} a line; the file's name is the category.", Arity = ArgumentArity.OneOrMore };
        var folders = new Option<string[]>("--decoders") { Description = "Further folders of decoders." };
        var zone = new Option<string>("--time-zone") { Description = "IANA zone of times that carry none.", DefaultValueFactory = _ => SourceContext.DefaultZone };
        var details = new Option<bool>("--details") { Description = "Prints each line that is not decoded and each value that does not agree." };
        var byHint = new Option<bool>("--by-hint") { Description = "Counts for each decoder as well." };
        var json = new Option<bool>("--json") { Description = "Prints the counts as JSON." };
        var verb = new Command("judge", "Compares what the decoders make of lines with what the lines' authors expect.") { files, folders, zone, details, byHint, json };
        verb.SetAction((parsed, stop) =>
        {
            var judge = new SuiteJudge(ParseVerb.Load([YaguraSettings.Shipped("decoders"), .. parsed.GetValue(folders) ?? []]), ParseVerb.Zone(parsed.GetValue(zone)!));
            var lines = Judge(judge, parsed.GetValue(files)!);
            var counts = Counts(lines, parsed.GetValue(byHint));
            var written = parsed.GetValue(json) ? [JsonSerializer.Serialize(counts, JsonSerializerOptions.Web)] : (parsed.GetValue(details) ? lines.SelectMany(Details) : []).Concat(Table(counts));
            foreach (var row in written)
                Console.Out.WriteLine(row);
            return Task.FromResult(Exit.Right);
        });
        return verb;
    }

    private static List<LineJudgement> Judge(SuiteJudge judge, string[] files)
    {
        try
        {
            return [.. files.SelectMany(judge.Judge)];
        }
        catch (Exception refused) when (refused is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new VerbException(refused.Message);
        }
    }

    private static List<SuiteCounts> Counts(List<LineJudgement> lines, bool byHint)
    {
        var counts = lines.GroupBy(line => line.Category).Select(group => SuiteCounts.Of(group.Key, group)).ToList();
        if (byHint)
            counts.AddRange(lines.GroupBy(line => $"{line.Category}: {line.Hint}").OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => SuiteCounts.Of(group.Key, group)));
        counts.Add(SuiteCounts.Of("all", lines));
        return counts;
    }

    private static IEnumerable<string> Details(LineJudgement line)
    {
        if (line.Status != ParseStatus.Ok)
            yield return $"{line.File}:{line.Number}: {line.Hint}: {(line.Status == ParseStatus.Failed ? "not decoded" : "decoded in part")}";
        else if (line.StatusAlone != ParseStatus.Ok)
            yield return $"{line.File}:{line.Number}: {line.Hint}: without the hint {(line.StatusAlone == ParseStatus.Failed ? "not decoded" : "decoded in part")}";
        foreach (var value in line.Values.Where(value => value.Verdict != Verdict.Agrees && !(value.IsAnywhere && value.IsPresent)))
        {
            yield return $"{line.File}:{line.Number}: {line.Hint}: {value.Field} should be {value.Expected}, " + value.Verdict switch
            {
                Verdict.Wrong => $"is {value.Found}",
                Verdict.Elsewhere => "which another key holds",
                _ => "which is missing",
            };
        }
    }

    private static IEnumerable<string> Table(List<SuiteCounts> counts)
    {
        var width = counts.Max(one => one.Name.Length);
        yield return $"{"".PadRight(width)}  lines  failed  partial  failed without hint  values   agree   wrong  present";
        foreach (var one in counts)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{one.Name.PadRight(width)}  {one.Lines,5}  {one.Failed,6}  {one.Partial,7}  {one.FailedAlone,19}  {one.Values,6}  {one.Agree,6:P1}  {one.Wrong,6:P1}  {one.Present,7:P1}");
        }
    }
}

/// <summary>Counts over some lines of suites.</summary>
/// <param name="Name">Category, or category and decoder.</param>
/// <param name="Lines">Lines.</param>
/// <param name="Failed">Lines that nobody decodes, with the hint.</param>
/// <param name="Partial">Lines that are decoded in part, with the hint.</param>
/// <param name="FailedAlone">Lines that nobody decodes without a hint.</param>
/// <param name="Values">Expected values that have a field.</param>
/// <param name="Agree">Share of these that agree, 0 to 1.</param>
/// <param name="Wrong">Share whose field holds another value.</param>
/// <param name="Present">Share of all expected values, also those for any key, that some key holds.</param>
internal sealed record SuiteCounts(string Name, int Lines, int Failed, int Partial, int FailedAlone, int Values, double Agree, double Wrong, double Present)
{
    /// <summary>Counts lines.</summary>
    public static SuiteCounts Of(string name, IEnumerable<LineJudgement> judged)
    {
        var lines = judged.ToList();
        var all = lines.SelectMany(line => line.Values).ToList();
        var values = all.Where(value => !value.IsAnywhere).ToList();
        return new SuiteCounts(
            name,
            lines.Count,
            lines.Count(line => line.Status == ParseStatus.Failed),
            lines.Count(line => line.Status == ParseStatus.Partial),
            lines.Count(line => line.StatusAlone == ParseStatus.Failed),
            values.Count,
            Share(values, value => value.Verdict == Verdict.Agrees),
            Share(values, value => value.Verdict == Verdict.Wrong),
            Share(all, value => value.IsPresent));
    }

    private static double Share(List<ValueJudgement> values, Func<ValueJudgement, bool> which) => values.Count == 0 ? 1 : (double)values.Count(which) / values.Count;
}
