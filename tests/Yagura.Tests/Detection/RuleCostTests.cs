using Xunit;
using Yagura.Detection.Match;
using Yagura.Detection.Sigma;
using Yagura.Web.Pages.Rules;

namespace Yagura.Tests.Detection;

/// <summary>What the rules page says of rules.</summary>
public sealed class RuleCostTests
{
    [Fact]
    public void One_event_of_many_is_measured_and_a_rule_that_is_not_chosen_costs_nothing()
    {
        var costs = new RuleCosts(2);
        Assert.Equal(0, costs.NanosecondsOf(0));
        var measured = 0;
        for (var next = 0; next < 10 * RuleCosts.OneOf; next++)
        {
            if (!costs.Begin()) continue;
            measured++;
            costs.Add(0, System.Diagnostics.Stopwatch.GetTimestamp() - (System.Diagnostics.Stopwatch.Frequency / 1000));
        }

        Assert.Equal((10, 10L), (measured, costs.Measured));
        Assert.InRange(costs.NanosecondsOf(0), 1_000_000, 1_000_000_000);
        Assert.Equal(0, costs.NanosecondsOf(1));
    }

    [Fact]
    public void Techniques_stand_under_the_tactics_of_their_rules_with_what_they_matched()
    {
        var picture = AttackPicture.Of([
            new RuleLine(Rule("a", "attack.credential_access", "attack.T1110.001"), 1) { Findings = 3, Counted = 4 },
            new RuleLine(Rule("b", "attack.credential-access", "attack.t1110.001", "cve.2021-44228"), 1),
            new RuleLine(Rule("c", "attack.impact"), null)]);

        Assert.Equal(14, picture.Tactics.Count);
        var access = picture.Tactics.Single(tactic => tactic.Id == "credential-access");
        Assert.Equal((2, new AttackTechnique("T1110.001", 2, 7)), (access.Rules, Assert.Single(access.Techniques)));
        var impact = picture.Tactics.Single(tactic => tactic.Id == "impact");
        Assert.Equal((1, 0), (impact.Rules, impact.Techniques.Count));
        Assert.All(picture.Tactics.Except([access, impact]), tactic => Assert.Equal(0, tactic.Rules));
    }

    private static SigmaRule Rule(string id, params string[] tags) => new()
    {
        Id = id, Hash = "", Folder = "rules", File = id + ".yaml", Line = 1, Title = id, Tags = [.. tags], LogSource = new LogSource(null, null, null),
    };
}
