using Xunit;
using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Evaluation;
using Yagura.ServiceLevel.Journal;
using Yagura.ServiceLevel.Measures;

namespace Yagura.Tests.ServiceLevel;

/// <summary>Bad input is named with file and line; what can be evaluated still is.</summary>
public sealed class BadInputTests
{
    [Fact]
    public void Wrong_lines_are_named_in_the_output_and_the_others_count()
    {
        const string Text = """
            {"number":1,"at":"2021-04-10T10:00:00+09:00","stated":null,"kind":"incident.detected","subject":"INC-1","actor":"machine","data":{}}
            {"number":2,"at":"2021-04-10T10:00:00+09:00","stated":null,"kind":"incident.severity-set","subject":"INC-1","actor":"machine","data":{"severity":3}}
            {"number":3,"at":"2021-04-10T10:20:00","stated":null,"kind":"containment.completed","subject":"INC-1","actor":"contractor:a","data":{"target":"a"}}
            {"number":2,"at":"2021-04-10T10:25:00+09:00","stated":null,"kind":"containment.completed","subject":"INC-1","actor":"contractor:a","data":{"target":"a"}}
            {"number":4,"at":"2021-04-10T10:29:00+09:00","stated":null,"kind":"containment.completed","subject":"INC-1","actor":"contractor:a","data":{}}
            {"number":5,"at":
            """;
        var journal = JournalReader.Read("j.ndjson", Text);

        var result = Evaluate.Run(Journals.Input([], "2021-04-01", "2021-04-30", null) with { Journal = journal });

        Assert.Equal([3, 4, 6], result.Remarks.Faults.Where(fault => fault.LeftOut).Select(fault => fault.Line));
        Assert.Contains(result.Remarks.Faults, fault => fault is { LeftOut: false, File: "entry 4" } && fault.Text.En.Contains("target", StringComparison.Ordinal));
        Assert.Equal(ClockStatus.Met, Journals.One(result.Measures.OfType<ClockFigure>().Single(figure => figure.Head.Id == "sev3-containment"), "INC-1").State);
        Assert.Contains("j.ndjson:3:", EvaluationText.Write(result, "ja"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_contract_of_another_version_or_id_is_named()
    {
        var journal = new Journals();
        journal.Add("2021-04-01 00:00", "contract.adopted", "contract:jst-soc", """{"id":"jst-soc","version":"9","sha256":"x","effective":"2021-04-01"}""");
        journal.Add("2021-04-01 00:00", "contract.adopted", "contract:jst-soc", $$"""{"id":"jst-soc","version":"1","sha256":"{{new string('0', 64)}}","effective":"2019-11-20"}""");

        var faults = journal.Evaluate("2021-04-01", "2021-04-30", null, Journals.Soc, Journals.Contract("mic-lan").Contract!).Remarks.Faults;

        Assert.Contains(faults, fault => fault is { File: "mic-lan", LeftOut: true });
        Assert.Contains(faults, fault => fault.Text.En.Contains("version 9", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Text.En.Contains("is not the one that was adopted", StringComparison.Ordinal));
    }

    [Fact]
    public void Entries_recorded_after_the_as_of_do_not_exist()
    {
        var journal = new Journals();
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        journal.Add("2021-04-10 12:00", "containment.completed", "INC-1", """{"target":"a"}""", stated: "2021-04-10 10:10");

        Assert.Equal(ClockStatus.Overdue, Journals.One(journal.April("sev3-containment", "2021-04-10 11:00"), "INC-1").State);
        Assert.Equal(ClockStatus.Met, Journals.One(journal.April("sev3-containment", "2021-04-10 12:00"), "INC-1").State);
    }
}
