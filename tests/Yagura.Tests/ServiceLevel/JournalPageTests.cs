using System.Text.RegularExpressions;
using Xunit;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Tests.ServiceLevel;

/// <summary>docs/formats/journal.md and the catalogue of kinds say the same.</summary>
public sealed class JournalPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Journals.Root, "docs", "formats", "journal.md"));

    [Fact]
    public void Every_kind_has_its_line_with_its_data()
    {
        var lines = Regex.Matches(Page, @"^\| `(?<kind>[a-z]+\.[a-z-]+)` \|[^|]*\| (?<data>[^|]*) \|", RegexOptions.Multiline | RegexOptions.NonBacktracking)
            .ToDictionary(match => match.Groups["kind"].Value, match => match.Groups["data"].Value);

        Assert.Equal(EntryKinds.All.Select(kind => kind.Name), lines.Keys);
        Assert.All(EntryKinds.All, kind =>
        {
            var parts = lines[kind.Name].Split('(', 2);
            Assert.Equal(kind.Required, Words(parts[0]));
            Assert.Equal(kind.Optional, parts.Length > 1 ? Words(parts[1]) : []);
        });
    }

    private static IEnumerable<string> Words(string text) => Regex.Matches(text, "`[a-z0-9_]+`", RegexOptions.NonBacktracking).Select(match => match.Value.Trim('`'));

    [Fact]
    public void Every_kind_has_an_example_that_parses_and_says_enough()
    {
        var kinds = Page[Page.IndexOf("## The kinds", StringComparison.Ordinal)..];
        var examples = string.Join('\n', kinds.Split('\n').Where(line => line.StartsWith("{\"number\"", StringComparison.Ordinal)));

        var read = JournalReader.Read("journal.md", examples);

        Assert.Empty(read.Faults.Select(fault => fault.Print("en")));
        Assert.Equal(EntryKinds.All.Select(kind => kind.Name), read.Entries.Select(entry => entry.Kind));
        Assert.All(read.Entries, entry => Assert.Empty(EntryKinds.Missing(entry.Kind, entry.Data)));
        Assert.All(read.Entries.Zip(examples.Split('\n')), pair => Assert.Equal(pair.Second, JournalLine.Write(pair.First)));
    }
}
