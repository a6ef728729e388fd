using Xunit;

namespace Yagura.Tests.Decoding;

public sealed class UrlFieldsTests
{
    [Theory]
    [InlineData("http://u:secret@www.example.jp:8080/a/b.html?x=1#top", "http", "u", "www.example.jp", "8080", "/a/b.html", "x=1", "top", "html")]
    [InlineData("https://[2001:db8::7]:8443/", "https", null, "2001:db8::7", "8443", "/", null, null, null)]
    [InlineData("https://www.example.jp?x=/y.z", "https", null, "www.example.jp", null, null, "x=/y.z", null, null)]
    [InlineData("www.example.jp:443", null, null, "www.example.jp", "443", null, null, null, null)]
    [InlineData("www.example.jp/a.tar.gz", null, null, "www.example.jp", null, "/a.tar.gz", null, null, "gz")]
    [InlineData("/login.php?next=http://198.51.100.1/", null, null, null, null, "/login.php", "next=http://198.51.100.1/", null, "php")]
    [InlineData("error:transaction-end-before-headers", null, null, null, null, null, null, null, null)]
    [InlineData("*", null, null, null, null, null, null, null, null)]
    public void An_address_is_taken_apart_for_the_fields_that_nobody_set(
        string url, string? scheme, string? user, string? domain, string? port, string? path, string? query, string? fragment, string? extension)
    {
        var lines = new Lines().Decode($"1795316400.857 68 192.0.2.21 TCP_MISS/200 3705 GET {url} - HIER_DIRECT/198.51.100.168 text/plain");
        IEnumerable<string?> found = [lines["url.scheme"], lines["url.username"], lines["url.domain"], lines["url.port"], lines["url.path"], lines["url.query"], lines["url.fragment"], lines["url.extension"]];
        Assert.Equal(new[] { scheme, user, domain, port, path, query, fragment, extension }, found);
    }

    [Fact]
    public void A_time_at_the_start_of_a_file_log_is_no_header_when_only_the_whole_line_is_understood()
    {
        var lines = new Lines().Decode("2026-11-22 03:00:00 192.0.2.80 GET /x - 443 - 203.0.113.9 curl/8.0 - 200 0 0 31");
        Assert.Equal(string.Join(" ", "ok", "203.0.113.9", ""), string.Join(" ", lines["yagura.parse.status"], lines["source.ip"], lines["log.syslog.hostname"]));
        lines.Decode("2026-11-22 12:00:00 bastion sshd[1]: Invalid user x from 203.0.113.9 port 22");
        Assert.Equal(string.Join(" ", "ok", "203.0.113.9", "bastion"), string.Join(" ", lines["yagura.parse.status"], lines["source.ip"], lines["log.syslog.hostname"]));
    }

    [Fact]
    public void A_file_log_with_a_value_that_does_not_fit_is_partly_understood_not_lost()
    {
        var lines = new Lines().Decode("Nov 22 12:00:01 4872 1000/01/ - - 192.0.2.12 192.0.2.12 - hanako [22/Nov/2026:12:00:00 +0900] abc 0 1 proxied 0 12 12 -1 0 744 2105 group02 - 0 - \"GET https://www.example.jp/ HTTP/1.1\" - x text%2Fhtml B1");
        Assert.Equal(string.Join(" ", "partial", "192.0.2.12", "hanako"), string.Join(" ", lines["yagura.parse.status"], lines["source.ip"], lines["user.name"]));
    }

    [Fact]
    public void A_line_that_nobody_understands_keeps_its_header()
    {
        var lines = new Lines().Decode("2026-11-22 12:00:00 box1 gizmo[7]: nobody knows this");
        Assert.Equal(string.Join(" ", "failed", "box1", "nobody knows this"), string.Join(" ", lines["yagura.parse.status"], lines["host.name"], lines["message"]));
    }
}
