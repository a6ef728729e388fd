using System.Globalization;
using Xunit;
using Yagura.Scenarios.Parts;

namespace Yagura.Scenarios.Kill;

/// <summary>What is sent in the story of kill -9, and what must be true of the evidence, the seals and the journal afterwards.</summary>
internal static class KillStory
{
    /// <summary>Records in flight without which a round does not count.</summary>
    public const int InFlightMin = 1000;

    // Findings beyond ten a rule a minute become counts (FIGURES 2): the story stays below.
    private const int Attackers = 8;
    private const int AttackFirst = 1000;
    private const int AttackEvery = 6000;
    private const int AttemptEvery = 100;
    private const int UnluckyEvery = 500;

    /// <summary>Line number <paramref name="index"/>: traffic; eight addresses that fail ten times; and everywhere addresses that fail nine times, which a record counted twice would make ten.</summary>
    public static string Line(int index)
    {
        var (attacker, attempt) = ((index - AttackFirst) / AttackEvery, (index - AttackFirst) % AttackEvery);
        if (index >= AttackFirst && attacker < Attackers && attempt % AttemptEvery == 0 && attempt / AttemptEvery < SampleLines.AttemptsThatOpen)
            return SampleLines.FailedLogin("admin", index, Attacker(attacker));
        var (unlucky, within) = (index / UnluckyEvery, index % UnluckyEvery);
        return within % 50 == 25 && within / 50 < SampleLines.AttemptsThatOpen - 1
            ? SampleLines.FailedLogin("hanako", index, string.Create(CultureInfo.InvariantCulture, $"2001:db8:b::{unlucky:x}"))
            : SampleLines.Ordinary("kill", index);
    }

    /// <summary>The sender's lines are the evidence without repeats; a repeat says truly what it repeats, and there are no more than were sent again.</summary>
    public static void EvidenceHolds(Server server, int lines, long resentMax)
    {
        var evidence = Evidence.Read(Path.Combine(server.Data, "archive"));
        Assert.Equal(Enumerable.Range(1, evidence.Count).Select(index => (long)index), evidence.Select(line => line.Sequence));
        var kept = evidence.Where(line => line.Repeats is null).Select(line => line.Raw).ToList();
        Assert.Empty(Enumerable.Range(0, lines).Select(Line).Except(kept, StringComparer.Ordinal));
        Assert.Equal(Enumerable.Range(0, lines).Select(Line), kept);
        var repeats = evidence.Where(line => line.Repeats is not null).ToList();
        Assert.All(repeats, line => Assert.Equal(evidence[(int)line.Repeats!.Value - 1].Raw, line.Raw));
        Assert.True(repeats.Count <= resentMax, $"{repeats.Count} repeats; only {resentMax} records were sent again");
    }

    /// <summary>Each time that the server was killed lies in a time that a seal calls down and crashed.</summary>
    public static void DownTimeIsSealed(Server server, IReadOnlyList<DateTimeOffset> kills)
    {
        var down = Evidence.Seals(Path.Combine(server.Data, "archive")).SelectMany(seal => seal.Split('\n')).Where(line => line.StartsWith("down ", StringComparison.Ordinal)).Select(line => line.Split(' ')).ToList();
        var crashed = down.Where(words => words[3] == "crashed").Select(words => (From: Time(words[1]), To: Time(words[2]))).ToList();
        Assert.Equal(kills.Count, crashed.Count);
        Assert.All(kills, kill => Assert.Contains(crashed, time => time.From <= kill && kill <= time.To));
    }

    /// <summary>One incident for each address that failed ten times, none for nine times, and no finding in two.</summary>
    public static async Task IncidentsHold(Server server, int lines)
    {
        var attackers = Enumerable.Range(0, Attackers).Count(attacker => AttackFirst + attacker * AttackEvery + (SampleLines.AttemptsThatOpen - 1) * AttemptEvery < lines);
        var journal = await Journal.ExportAsync(server.Data);
        var detected = journal.Where(entry => entry.GetProperty("kind").GetString() == "incident.detected").ToList();
        var findings = detected.Select(entry => entry.GetProperty("data").GetProperty("finding").GetString()).ToList();
        Assert.Equal(findings.Count, findings.Distinct(StringComparer.Ordinal).Count());
        var opened = journal.Where(entry => entry.GetProperty("kind").GetString() == "incident.opened").Select(entry => entry.GetRawText()).ToList();
        Assert.DoesNotContain(journal, entry => entry.GetRawText().Contains("2001:db8:b:", StringComparison.Ordinal));
        Assert.True(opened.Count == attackers, $"{opened.Count} incidents for {attackers} attackers:\n{string.Join('\n', opened)}");
    }

    /// <summary>Both verifiers accept the archive, and the journal's hashes recompute.</summary>
    public static async Task ChecksHold(Server server)
    {
        var verified = await Verb.RunAsync("verify", server.Data);
        Assert.True(verified.Code == 0, verified.Output + verified.Errors);
        var journal = await Verb.RunAsync("journal", "verify", "--data", server.Data);
        Assert.True(journal.Code == 0, journal.Output + journal.Errors);
    }

    private static string Attacker(int number) => string.Create(CultureInfo.InvariantCulture, $"203.0.113.{10 + number}");

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
