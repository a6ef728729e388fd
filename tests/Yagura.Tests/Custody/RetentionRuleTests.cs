using Xunit;
using Yagura.Archive.Seal;
using Yagura.Custody;
using Yagura.Operations.Adoption;
using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Journal;
using Yagura.Tests.Archive.Seal;

namespace Yagura.Tests.Custody;

public class RetentionRuleTests
{
    private static readonly DateTimeOffset Now = new(2028, 1, 1, 0, 0, 0, TimeSpan.FromHours(9));

    /// <summary>Its last record came on 2026-11-22 in Tokyo.</summary>
    private static SealContent Seal()
    {
        using var archive = new SampleArchive().WithTraffic(0, 100);
        archive.Close(101);
        return archive.Newest().Content;
    }

    private static ContractBook Contract()
    {
        var path = Path.Combine(TestData.Root, "contracts", "jst-soc.yaml");
        return new ContractBook([ContractReader.Read(path, File.ReadAllBytes(path)).Contract!]);
    }

    private static RetentionRule Rule(int months, params string[] entries) => RetentionRule.Of(months, Contract(), Now, JournalReader.Read("j", string.Join('\n', entries)).Entries);

    private static string Line(int number, string kind, string data, string subject = "hold:1") =>
        $"{{\"number\":{number},\"at\":\"2027-01-0{number}T09:00:00+09:00\",\"stated\":null,\"kind\":\"{kind}\",\"subject\":\"{subject}\",\"actor\":\"client:sato\",\"data\":{data}}}";

    [Fact]
    public void The_longer_of_policy_and_contract_counts()
    {
        Assert.Equal(12, Rule(12).Months);
        Assert.Equal(6, Rule(1).Months);
        Assert.Equal(24, Rule(24).Months);
    }

    [Fact]
    public void The_day_of_the_latest_record_is_kept_whole_for_the_months()
    {
        var seal = Seal();
        var end = new DateTimeOffset(2027, 11, 23, 0, 0, 0, TimeSpan.FromHours(9));
        Assert.Equal(end, Rule(12).KeptUntil(seal));
        Assert.False(Rule(12).MayGo(seal, end.AddTicks(-1)));
        Assert.True(Rule(12).MayGo(seal, end));
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{"from":"2026-11-22","to":"2026-11-22"}""", true)]
    [InlineData("""{"from":"2026-11-23"}""", false)]
    [InlineData("""{"to":"2026-11-21"}""", false)]
    [InlineData("""{"from":"2026-11-22T11:51:00+09:00","to":"2026-11-22T11:51:10+09:00"}""", true)]
    [InlineData("""{"from":"yesterday","to":17}""", true)]
    public void A_hold_wins_over_its_span(string data, bool holds) =>
        Assert.Equal(!holds, Rule(12, Line(1, "hold.placed", data)).MayGo(Seal(), Now));

    [Fact]
    public void A_lifted_hold_frees_and_a_retracted_lift_holds_again()
    {
        var placed = Line(1, "hold.placed", "{}");
        var lifted = Line(2, "hold.lifted", "{}");
        Assert.True(Rule(12, placed, lifted).MayGo(Seal(), Now));
        Assert.False(Rule(12, placed, Line(2, "hold.lifted", "{}", "hold:2")).MayGo(Seal(), Now));
        var retracted = Line(3, "entry.retracted", """{"entry":2,"reason":"誤り","approver":"client:mori"}""");
        Assert.False(Rule(12, placed, lifted, retracted).MayGo(Seal(), Now));
    }
}
