using System.Text.Json;
using Xunit;

namespace Yagura.Scenarios.Parts;

/// <summary>The journal as <c>yagura journal export</c> writes it.</summary>
internal static class Journal
{
    public static async Task<IReadOnlyList<JsonElement>> ExportAsync(string data)
    {
        var export = await Verb.RunAsync("journal", "export", "--data", data);
        Assert.True(export.Code == 0, export.Errors);
        return [.. export.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    /// <summary>Subjects of all entries of a kind.</summary>
    public static IReadOnlyList<string> Subjects(IEnumerable<JsonElement> entries, string kind) =>
        [.. entries.Where(entry => entry.GetProperty("kind").GetString() == kind).Select(entry => entry.GetProperty("subject").GetString()!)];
}
