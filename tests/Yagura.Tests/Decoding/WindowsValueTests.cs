using System.Text;
using Xunit;
using Yagura.Decoding;

namespace Yagura.Tests.Decoding;

/// <summary>What providers of Windows write without names, and what the collector's names hide.</summary>
public sealed class WindowsValueTests
{
    private const string Head = "<Event><System><Provider Name='Test'/><EventID>7</EventID><Channel>System</Channel><Computer>pc1</Computer></System>";

    [Fact]
    public void Values_without_names_are_known_by_their_place()
    {
        var lines = new Lines().Decode(Head + "<EventData><Data>a</Data><Data/><Data>b &amp; c</Data><Data Name='named'>d</Data></EventData></Event>");
        IEnumerable<string?> expected = ["a", null, "b & c", "d"];
        Assert.Equal(expected, new[] { "param1", "param2", "param3", "named" }.Select(name => Value(lines, name)));
    }

    [Fact]
    public void A_value_that_another_name_of_the_same_thing_has_is_kept_under_its_own_name()
    {
        var lines = new Lines().Decode(Head + "<UserData><LogFileCleared><Channel>Application</Channel></LogFileCleared></UserData></Event>");
        Assert.Equal(("System", "Application"), (lines["winlog.channel"], Value(lines, "Channel")));
        Assert.Null(Value(lines.Decode(Head + "<UserData><LogFileCleared><Channel>System</Channel></LogFileCleared></UserData></Event>"), "Channel"));
    }

    [Fact]
    public void A_command_line_may_have_two_spaces()
    {
        var lines = new Lines().Decode("<14>Nov 22 12:00:00 pc1 Microsoft-Windows-Sysmon[7]: Process Create:  UtcTime: 2026-11-22 03:00:00.000  Image: C:\\net.exe  CommandLine: net  user /domain  CurrentDirectory: C:\\  User: EXAMPLE\\taro");
        Assert.Equal(("net  user /domain", "C:\\", "taro"), (lines["process.command_line"], lines["process.working_directory"], lines["user.name"]));
    }

    [Theory]
    [InlineData("""[{"@Name":"IpAddress","#text":"192.0.2.9"},{"@Name":"other","#text":"x"}]""", "192.0.2.9", "x")]
    [InlineData("""[{"Value":"192.0.2.9","Name":"IpAddress"},{"Name":"other","Value":7}]""", "192.0.2.9", "7")]
    [InlineData("""[{"@Name":"IpAddress"},{"@Name":"other","#text":"x"}]""", null, "x")]
    [InlineData("""[{"@Name":"IpAddress","#text":"192.0.2.9","more":1}]""", null, null)]
    [InlineData("""[{"@Name":"IpAddress","#text":"192.0.2.9"},{"@Name":"other","#te""", "192.0.2.9", null)]
    [InlineData("""[{"@Name":"IpAddress","#text":"192.0.2.9"}{"@Name":""", "192.0.2.9", null)]
    [InlineData("""[{"@Name":{"a":1},"#text":"x"}]""", null, null)]
    public void Objects_of_a_name_and_a_value_are_keys(string data, string? address, string? other)
    {
        var lines = new Lines().Decode("""{"System":{"EventID":7,"Provider":{"@Name":"Test"},"Channel":"Security"},"EventData":{"Data":DATA}}""".Replace("DATA", data, StringComparison.Ordinal));
        Assert.Equal(("microsoft/windows", address, other), (lines["yagura.parse.decoder"], lines["source.ip"], Value(lines, "other")));
    }

    [Fact]
    public void A_flat_key_that_begins_with_a_lifted_path_is_what_stands_behind_it()
    {
        var lines = new Lines { Context = new SourceContext("microsoft/windows", SourceContext.DefaultZone) };
        lines.Decode("""{"winlog.event_id":4624,"winlog.channel":"Security","winlog.event_data.TargetUserName":"taro","winlog.event_data.":"x"}""");
        Assert.Equal(("taro", "taro"), (lines["user.name"], Value(lines, "TargetUserName")));
    }

    /// <summary>The value of a key of the event's data, declared or not.</summary>
    private static string? Value(Lines lines, string key)
    {
        var name = "winlog.event_data." + key;
        if (lines[name] is { } declared)
            return declared;
        for (var i = 0; i < lines.Target.UndeclaredCount; i++)
        {
            var (found, value) = lines.Target.Undeclared(i);
            if (Encoding.UTF8.GetString(lines.Target.Bytes(found)) == name)
                return Encoding.UTF8.GetString(lines.Target.Bytes(value));
        }

        return null;
    }
}
