using System.Text.Json;
using Yagura.ServiceLevel.Journal;
using Xunit;

namespace Yagura.Tests.ServiceLevel;

public sealed class JournalLineTests
{
    private static readonly DateTimeOffset At = new(2021, 4, 1, 12, 31, 5, TimeSpan.FromHours(9));

    private static JournalEntry Entry(long number, string title) =>
        new(number, At, At.AddMinutes(-5), "incident.opened", "INC-7", "machine", EntryData.Parse($$"""{"title":"{{title}}"}"""));

    [Fact]
    public void A_line_has_its_members_in_order_and_reads_back_as_written()
    {
        var line = JournalLine.Write(Entry(1, "不審な通信 <a>"));

        Assert.Equal("""{"number":1,"at":"2021-04-01T12:31:05+09:00","stated":"2021-04-01T12:26:05+09:00","kind":"incident.opened","subject":"INC-7","actor":"machine","data":{"title":"不審な通信 <a>"}}""", line);
        var read = JournalReader.Read("j", line);
        Assert.Empty(read.Faults);
        Assert.Equal(line, JournalLine.Write(Assert.Single(read.Entries)));
    }

    [Theory]
    [InlineData(new[] { 1, 2, 3 }, null)]
    [InlineData(new[] { 1, 3, 2 }, "the number is lower")]
    [InlineData(new[] { 1, 2, 5 }, "of the numbers 1 to 5, 2 are missing (the first is 3)")]
    public void Numbers_that_do_not_rise_or_are_missing_are_named(int[] numbers, string? says)
    {
        var read = JournalReader.Read("j", string.Join('\n', numbers.Select(number => JournalLine.Write(Entry(number, "a")))));

        Assert.Equal(3, read.Entries.Count);
        if (says is null) Assert.Empty(read.Faults);
        else Assert.Contains(says, Assert.Single(read.Faults).Text.En, StringComparison.Ordinal);
    }

    [Fact]
    public void An_export_verifies_and_an_edited_line_is_named()
    {
        var first = JournalLine.Write(Entry(1, "a"));
        var second = JournalLine.Write(Entry(2, "b"));
        var hash = JournalHash.Next(JournalHash.Genesis, first);
        var text = JournalLine.WithHash(first, hash) + "\n" + JournalLine.WithHash(second, JournalHash.Next(hash, second)) + "\n";

        Assert.Equal(ChainState.Verified, JournalReader.Read("j", text).Chain);
        var edited = JournalReader.Read("j", text.Replace("\"title\":\"b\"", "\"title\":\"c\"", StringComparison.Ordinal));
        Assert.Equal(ChainState.Broken, edited.Chain);
        Assert.Equal(2, Assert.Single(edited.Faults).Line);
    }

    [Theory]
    [InlineData("{\"at\":", true)]
    [InlineData("[1]", true)]
    [InlineData("""{"at":"2021-04-01T12:31:05","kind":"a.b","subject":"s","actor":"machine","data":{}}""", true)]
    [InlineData("""{"at":"2021-04-01T12:31:05+09:00","stated":"2021-04-01T12:32:05+09:00","kind":"a.b","subject":"s","actor":"machine","data":{}}""", true)]
    [InlineData("""{"at":"2021-02-30T12:31:05+09:00","kind":"a.b","subject":"s","actor":"machine","data":{}}""", true)]
    [InlineData("""{"number":1,"at":"2021-04-01T12:31:05+09:00","kind":"a.b","subject":"s","actor":"machine","data":{}}""", true)]
    [InlineData("""{"at":"2021-04-01T12:31:05+09:00","kind":"a.b","subject":"s","actor":"machine","actor":"client:sato","data":{}}""", true)]
    [InlineData("""{"at":"2021-04-01T12:31:05+09:00","kind":"a.b","subject":"s","actor":"machine","data":{"target":"a","target":"b"}}""", true)]
    [InlineData("""{"at":"2021-04-01T12:31:05+09:00","kind":"a.b","subject":"s","actor":"machine","data":{"set":[{"a":1,"\u0061":2}]}}""", true)]
    [InlineData("""{"at":"2021-04-01T12:31:05+09:00","kind":"a.b","subject":"s","actor":"who","data":{}}""", false)]
    [InlineData("""{"at":"2021-04-01T12:31:05+09:00","kind":"a.b","subject":"s","actor":"machine","data":{},"mood":1}""", false)]
    public void A_bad_line_is_named_and_the_others_are_read(string bad, bool leftOut)
    {
        var good = JournalLine.Write(Entry(1, "a"));
        var last = JournalLine.Write(Entry(3, "z"));

        var read = JournalReader.Read("j.ndjson", $"{good}\n{bad}\n\n{last}");

        var fault = Assert.Single(read.Faults);
        Assert.Equal(("j.ndjson", 2, leftOut), (fault.File, fault.Line, fault.LeftOut));
        Assert.Equal(leftOut ? 2 : 3, read.Entries.Count);
        Assert.Equal("z", read.Entries[^1].Data.Text("title"));
    }

    [Fact]
    public void Members_in_any_order_with_spaces_and_without_numbers_are_read()
    {
        var read = JournalReader.Read("j", """ { "data" : { "severity" : 3 }, "actor":"contractor:tanaka", "subject":"INC-1" , "kind":"incident.severity-set", "stated":"2021-04-01T12:31Z", "at":"2021-04-01T12:40:00.5Z" } """);

        var entry = Assert.Single(read.Entries);
        Assert.Equal((1L, TimePrecision.Minute, 3L), (entry.Number, entry.Precision, entry.Data.Count("severity")));
        Assert.Equal(ChainState.NotVerified, read.Chain);
    }

    [Fact]
    public void A_text_cut_anywhere_reads_the_same()
    {
        var text = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(1, 700).Select(n => JournalLine.Write(Entry(n, "題" + n)) + "\n")));
        var reader = new JournalReader("j");
        foreach (var piece in text.Chunk(37)) reader.Feed(piece);

        var read = reader.Finish();

        Assert.Equal(700, read.Entries.Count);
        Assert.All(read.Entries, entry => Assert.Equal("題" + entry.Number, entry.Data.Text("title")));
    }
}
