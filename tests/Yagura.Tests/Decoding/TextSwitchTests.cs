using System.Text;
using Xunit;
using Yagura.Decoding.Definitions;
using Yagura.Decoding.Forms;
using Yagura.Decoding.Plans;
using Yagura.Events;

namespace Yagura.Tests.Decoding;

public sealed class TextSwitchTests
{
    private readonly Event target = new();
    private readonly Parts parts = new(2);

    public TextSwitchTests()
    {
        target.Begin(EventLayout.Of(number: 1, []), Lines.Record("payload"), item: 0);
        parts.Begin(PartNames.None, target, new());
    }

    /// <summary>More conditions than a number has bits, for texts of all lengths, in any order: each holds for the texts that it wants.</summary>
    [Fact]
    public void A_condition_holds_for_the_texts_that_it_wants()
    {
        var random = new Random(20261130);
        string[] texts = [.. Enumerable.Range(0, 150).Select(number => new string('k', number % 20) + number)];
        string[][] wanted = [.. Enumerable.Range(0, 130).Select(number => random.GetItems(texts, 1 + (number % 3)))];
        var one = new TextSwitch(part: 1, wanted);
        one.Begin();
        foreach (var text in texts.Concat(["other", "", "k"]).Concat(random.GetItems(texts, 200)))
        {
            parts.Set(1, Text(text));
            for (var number = 0; number < wanted.Length; number++)
                Assert.Equal(wanted[number].Contains(text), one.Holds(number, parts));
        }
    }

    [Fact]
    public void Of_several_values_one_is_enough()
    {
        var one = new TextSwitch(part: 1, [["4624"], ["4625", "4771"], ["4740"]]);
        one.Begin();
        parts.Set(1, target.List([Text("4624"), Text("other"), Text("4771")]));
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(number => one.Holds(number, parts)));
        parts.Set(1, target.List([Text("4740"), Text("4740")]));
        Assert.Equal([false, false, true], Enumerable.Range(0, 3).Select(number => one.Holds(number, parts)));
    }

    [Fact]
    public void What_is_not_there_holds_for_no_text()
    {
        var one = new TextSwitch(part: 1, [["4624"]]);
        one.Begin();
        Assert.False(one.Holds(0, parts));
        parts.Set(1, new Slot(0, 0, ValueKind.Null, Room.Payload));
        Assert.False(one.Holds(0, parts));
        parts.Set(1, Text("4624"));
        Assert.True(one.Holds(0, parts));
        // The next line has the same place in its event, and nothing there.
        parts.Begin(PartNames.None, target, new());
        one.Begin();
        Assert.False(one.Holds(0, parts));
    }

    [Theory]
    [InlineData(true, "4624")]
    [InlineData(true, "4624", "4625")]
    [InlineData(false, "46*")]
    [InlineData(false, "*")]
    [InlineData(false, "!")]
    [InlineData(false, "!4624")]
    [InlineData(false, "4624", "!")]
    [InlineData(false, "")]
    [InlineData(false)]
    public void Only_whole_texts_are_decided_together(bool isDecided, params string[] values) => Assert.Equal(isDecided, TextSwitch.Decides(new Condition("id", values)));

    /// <summary>A condition on the part that most ask for is taken; the others of a step remain, and parts that few ask for have no switch.</summary>
    [Fact]
    public void The_part_that_most_ask_for_is_decided_and_the_rest_remains()
    {
        Condition[][] all = [[new("id", ["1"])], [new("id", ["2"]), new("user", ["!"])], [new("id", ["3"]), new("kind", ["a"])], [new("kind", ["b"])], []];
        var switches = new TextSwitches(all);
        var taken = all.Select(conditions => (Place: switches.Take(conditions, out var rest), Others: rest)).ToArray();
        Assert.Equal([0, 0, 0, -1, -1], taken.Select(one => one.Place.Switch));
        Assert.Equal([0, 1, 2], taken.Take(3).Select(one => one.Place.Number));
        Assert.Equal(["", "user", "kind", "kind", ""], taken.Select(one => string.Join(' ', one.Others.Select(condition => condition.Part))));
        Assert.Single(switches.Bind(_ => 1));
    }

    /// <summary>A file with tens of thousands of conditions on one part: those beyond the bound are asked one by one.</summary>
    [Fact]
    public void A_switch_has_so_many_conditions_and_no_more()
    {
        Condition[][] all = [.. Enumerable.Range(0, 50_000).Select(number => new Condition[] { new("id", [$"{number}"]) })];
        var switches = new TextSwitches(all);
        var taken = all.Count(conditions => switches.Take(conditions, out var rest).Switch >= 0 && rest.Count == 0);
        Assert.Equal(TextSwitch.ConditionsMax, taken);
        var one = Assert.Single(switches.Bind(_ => 1));
        one.Begin();
        parts.Set(1, Text($"{TextSwitch.ConditionsMax - 1}"));
        Assert.True(one.Holds(TextSwitch.ConditionsMax - 1, parts));
        Assert.False(one.Holds(0, parts));
    }

    private Slot Text(string text) => target.Copy(Encoding.UTF8.GetBytes(text), ValueKind.Text);
}
