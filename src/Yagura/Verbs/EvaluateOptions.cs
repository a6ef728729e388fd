using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Yagura.Evaluating;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Verbs;

/// <summary>The options of <c>evaluate</c>.</summary>
internal sealed class EvaluateOptions
{
    private readonly Option<string?> journal = new("--journal") { Description = "The journal: an export, or NDJSON of another writer. The data folder's own without it." };
    private readonly Option<string[]> contract = new("--contract") { Description = "Contract file; several are versions of one contract. The configuration's without it.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> archive = new("--archive") { Description = "Archive from which receive loss and storage loss are recomputed; without it they print as the journal states them." };
    private readonly Option<string> from = new("--from") { Description = "First date, in the contract's zone.", Required = true };
    private readonly Option<string> to = new("--to") { Description = "Last date, inclusive.", Required = true };
    private readonly Option<string?> asOf = new("--as-of") { Description = "Entries recorded after this instant do not exist; the later of the end of --to and the last entry without it." };
    private readonly Option<string[]> pin = new("--pin") { Description = "NUMBER:HASH of a journal entry that somebody outside holds, for example from a checkpoint." };
    private readonly Option<string?> config = SharedOptions.Config();
    private readonly Option<string?> data = SharedOptions.Data();

    public Option<bool> Json { get; } = SharedOptions.Json();

    public Option<string> Language { get; } = new("--language") { Description = "Language of the text: ja or en.", DefaultValueFactory = _ => "ja" };

    public void AddTo(Command verb)
    {
        foreach (var option in (Option[])[journal, contract, archive, from, to, asOf, pin, config, data, Json, Language])
            verb.Options.Add(option);
    }

    public EvaluationQuestion Read(ParseResult parsed)
    {
        var (first, last) = (Date("--from", parsed.GetValue(from)!), Date("--to", parsed.GetValue(to)!));
        if (last < first)
            throw new VerbException($"--to {last:yyyy-MM-dd} lies before --from {first:yyyy-MM-dd}");
        if (parsed.GetValue(journal) is not null && parsed.GetValue(data) is not null)
            throw new VerbException("name either --journal (with --contract) or --data, not both");
        return new EvaluationQuestion(parsed.GetValue(journal), parsed.GetValue(contract) ?? [], Folder(parsed.GetValue(archive)), first, last, Instant(parsed.GetValue(asOf)))
        {
            Pins = [.. (parsed.GetValue(pin) ?? []).Select(JournalVerb.ReadPin)],
            Settings = SharedOptions.Settings(parsed.GetValue(config), parsed.GetValue(data)),
        };
    }

    private static DateOnly Date(string option, string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        ? date
        : throw new VerbException($"{option} {text} is no date; allowed: 2021-04-01");

    private static DateTimeOffset? Instant(string? text)
    {
        if (text is null)
            return null;
        return IsoTime.Read(text, out var instant, out _) == IsoTimeResult.Instant
            ? instant
            : throw new VerbException($"--as-of {text} is no instant; allowed: 2021-04-01T12:31:00+09:00 (with an offset or Z)");
    }

    private static string? Folder(string? path)
    {
        if (path is null)
            return null;
        return Directory.Exists(path) ? VerifyVerb.Folder(path) : throw new VerbException($"the archive {path} does not exist");
    }
}
