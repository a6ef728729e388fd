using Xunit;
using Yagura.Decoding;

namespace Yagura.Tests.Decoding;

/// <summary>Messages that a syslog daemon counted instead of writing them again.</summary>
public sealed class RepeatedMessageTests
{
    private readonly Lines lines = new();

    [Theory]
    [InlineData("<38>Nov 22 12:00:00 h1 sshd[7]: message repeated 5 times: [ Failed password for root from 192.0.2.1 port 4000 ssh2]", "openbsd/sshd", "ssh-login", "192.0.2.1", "5")]
    [InlineData("<38>Nov 22 12:00:00 h1 sshd[7]: message repeated 2 times: [ Disconnected from invalid user admin 192.0.2.1 port 4000 [preauth]]", "openbsd/sshd", "ssh-disconnect", "192.0.2.1", "2")]
    [InlineData("<22>1 2026-11-22T03:00:00Z h1 postfix/smtpd 7 - - message repeated 3 times: [ connect from unknown[192.0.2.1]]", "postfix/postfix", "connect", "192.0.2.1", "3")]
    [InlineData("<38>Nov 22 12:00:00 h1 sshd[7]: message repeated 5 times: [ Failed password for root from 192.0.2.1 port 4000 ssh2", "openbsd/sshd", "ssh-login", "192.0.2.1", "5")]
    public void What_came_again_is_read_as_it_was_the_first_time(string line, string decoder, string action, string address, string times)
    {
        lines.Decode(line);
        IEnumerable<string?> expected = [decoder, "ok", action, address, times, line];
        Assert.Equal(expected, [lines["yagura.parse.decoder"], lines["yagura.parse.status"], lines["event.action"], lines["source.ip"], lines["yagura.repeated"], lines["event.original"]]);
    }

    [Fact]
    public void It_is_in_a_shippers_object_too_and_with_the_decoder_that_the_source_names()
    {
        lines.Context = new SourceContext("openbsd/sshd", SourceContext.DefaultZone);
        lines.Decode("""{"log":"Nov 22 12:00:00 h1 sshd[7]: message repeated 5 times: [ Failed password for root from 192.0.2.1 port 4000 ssh2]\n","stream":"stdout","time":"2026-11-22T03:00:00.1Z"}""");
        IEnumerable<string?> expected = ["openbsd/sshd", "ssh-login", "5"];
        Assert.Equal(expected, [lines["yagura.parse.decoder"], lines["event.action"], lines["yagura.repeated"]]);
    }

    [Theory]
    [InlineData("message repeated 5 times")]
    [InlineData("message repeated 5 times: [")]
    [InlineData("message repeated 5 times: []")]
    [InlineData("message repeated 5 times: [ ]")]
    [InlineData("message repeated  times: [ x]")]
    [InlineData("message repeated 1234567890 times: [ x]")]
    [InlineData("message repeated ")]
    public void Text_that_only_begins_so_is_text(string message)
    {
        lines.Decode("<38>Nov 22 12:00:00 h1 app[7]: " + message);
        IEnumerable<string?> expected = [message.TrimEnd(), null];
        Assert.Equal(expected, [lines["message"], lines["yagura.repeated"]]);
    }
}
