using System.Text.Json;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;
using Yagura.Web.Parts;
using Yagura.Web.Wording;

namespace Yagura.Web.Pages;

/// <summary>Journal rows as pages show them.</summary>
internal static class EntryViews
{
    // A page shows an entry's data, not a document: more members than this are in the entry's own page.
    private const int MembersMax = 24;

    public static IReadOnlyList<EntryView> Of(IEnumerable<JournalRow> rows, Texts texts) => [.. rows.Select(row => Of(row, texts))];

    public static EntryView Of(JournalRow row, Texts texts) =>
        new(row.Number, row.At, row.Stated, row.Kind, KindText(row.Kind, texts), row.Subject, row.Actor, Data(row.Line))
        {
            RecordedLater = JournalReader.Read("journal", row.Line).Entries is [{ RecordedLater: true }],
        };

    public static string KindText(string kind, Texts texts) => EntryKinds.Find(kind)?.Text.In(texts.Language.Tag()) ?? texts.UnknownKind(kind);

    /// <summary>Where a subject's own page is; empty where it has none.</summary>
    public static string LinkOf(string subject) => subject switch
    {
        _ when subject.StartsWith("INC-", StringComparison.Ordinal) => $"/incidents/{Uri.EscapeDataString(subject)}",
        _ when subject.StartsWith("detection:", StringComparison.Ordinal) => $"/judgements/{Uri.EscapeDataString(subject["detection:".Length..])}",
        _ when subject.StartsWith("source:", StringComparison.Ordinal) => $"/sources/{Uri.EscapeDataString(subject["source:".Length..])}",
        _ when subject.StartsWith("deliverable:", StringComparison.Ordinal) && subject.IndexOf('@', StringComparison.Ordinal) is > 12 and var at => $"/deliverables/{Uri.EscapeDataString(subject["deliverable:".Length..at])}/{Uri.EscapeDataString(subject[(at + 1)..])}",
        _ => "",
    };

    private static List<KeyValuePair<string, string>> Data(string line)
    {
        using var json = JsonDocument.Parse(line);
        // Bounded by MembersMax.
        var members = new List<KeyValuePair<string, string>>();
        if (!json.RootElement.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object) return members;
        foreach (var member in data.EnumerateObject().Where(m => m.Value.ValueKind != JsonValueKind.Null).Take(MembersMax))
            members.Add(new(member.Name, Text(member.Value)));
        return members;
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Take(MembersMax).Select(Text)),
        _ => value.GetRawText(),
    };
}
