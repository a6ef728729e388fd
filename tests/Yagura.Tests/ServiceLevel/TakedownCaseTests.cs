using Xunit;
using Yagura.ServiceLevel.Clocks;

namespace Yagura.Tests.ServiceLevel;

/// <summary>The cases that decide (FIGURES 8) about emergency takedown.</summary>
public sealed class TakedownCaseTests
{
    private readonly Journals journal = new();

    private void Vulnerability(string published, string data = "{}")
    {
        journal.Add(published, "vulnerability.published", "CVE-1", data);
        journal.Add("2021-04-10 09:30", "takedown.required", "CVE-1", """{"vulnerability":"CVE-1","servers":["web1","web2"],"criterion":"exploited"}""");
    }

    [Fact]
    public void Publication_two_years_before_scope_starts_at_the_scope()
    {
        journal.Add("2019-04-10 09:00", "vulnerability.published", "CVE-1");
        journal.Add("2021-04-10 09:00", "takedown.scope-added", "server:web1", """{"server":"web1","software":"x"}""");
        journal.Add("2021-04-10 09:30", "takedown.required", "CVE-1", """{"servers":["web1"],"criterion":"exploited"}""");
        journal.Add("2021-04-10 10:00", "vulnerability.notified", "CVE-1");
        journal.Add("2021-04-11 09:00", "takedown.completed", "CVE-1", """{"server":"web1"}""");

        var state = journal.April("emergency-takedown").Subjects.Single();

        Assert.Equal(("web1", Journals.Time("2021-04-10 09:00"), ClockStatus.Met, 86400L), (state.Target, state.Start, state.State, state.Elapsed!.Value.Seconds));
    }

    [Fact]
    public void Of_two_servers_one_told_and_one_stopped_neither_is_done()
    {
        Vulnerability("2021-04-10 09:00");
        journal.Add("2021-04-10 10:00", "vulnerability.notified", "CVE-1", """{"server":"web1"}""");
        journal.Add("2021-04-10 11:00", "takedown.completed", "CVE-1", """{"server":"web2"}""");

        var figure = journal.April("emergency-takedown");

        Assert.Equal((2, 2), (figure.Counts.Occurrences, figure.Counts.Over));
    }

    [Theory]
    [InlineData("takedown.completed", """{"server":"web1"}""")]
    [InlineData("instruction.completed", """{"server":"web1"}""")]
    [InlineData("takedown.not-required", """{"server":"web1","by":"client:sato"}""")]
    public void Each_branch_of_the_emergency_takedown_stops_its_server(string kind, string data)
    {
        Vulnerability("2021-04-10 09:00");
        journal.Add("2021-04-10 10:00", "vulnerability.notified", "CVE-1");
        journal.Add("2021-04-10 12:00", kind, "CVE-1", data);

        var states = journal.April("emergency-takedown").Subjects;

        Assert.Equal([("web1", ClockStatus.Met), ("web2", ClockStatus.Overdue)], states.Select(state => (state.Target!, state.State)).Order());
    }

    [Fact]
    public void A_publication_with_a_date_only_starts_at_midnight_and_says_so()
    {
        Vulnerability("2021-04-10 09:00", """{"time":"2021-04-10","precision":"date"}""");

        var state = journal.April("emergency-takedown").Subjects[0];

        Assert.Equal(Journals.Time("2021-04-10 00:00"), state.Start);
        Assert.Contains(state.Notes, note => note.En.Contains("00:00", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_requirement_no_takedown_clock_exists()
    {
        journal.Add("2021-04-10 09:00", "vulnerability.published", "CVE-1");

        Assert.Empty(journal.April("emergency-takedown").Subjects);
    }
}
