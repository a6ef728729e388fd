using Xunit;
using Yagura.Detection.Indicators;

namespace Yagura.Tests.Detection;

/// <summary>Lists and CSV: kinds, normal forms, heads, and what a careful operator does not want to match.</summary>
public sealed class IndicatorReadingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("yagura-indicators-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("203.0.113.5", "ip 203.0.113.5")]
    [InlineData("203.0.113[.]5", "ip 203.0.113.5")]
    [InlineData("2001:DB8:0:0::0001", "ip 2001:db8::1")]
    [InlineData("[2001:db8::1]", "ip 2001:db8::1")]
    [InlineData("::ffff:203.0.113.5", "ip 203.0.113.5")]
    [InlineData("198.51.100.77/24", "cidr 198.51.100.0/24")]
    [InlineData("2001:db8:1::9/48", "cidr 2001:db8:1::/48")]
    [InlineData("::ffff:198.51.100.0/120", "cidr 198.51.100.0/24")]
    [InlineData("Evil.Example.", "domain evil.example")]
    [InlineData("*.evil.example", "domain evil.example")]
    [InlineData("evil[.]example", "domain evil.example")]
    [InlineData("evil[dot]example", "domain evil.example")]
    [InlineData("0.0.0.0 evil.example", "domain evil.example")]
    [InlineData("わるい.example", "domain xn--n8jwhla.example")]
    [InlineData("XN--N8JWHLA.example", "domain xn--n8jwhla.example")]
    [InlineData("hxxp://Evil[.]example:80/A/%7euser?q=%2f#top", "url evil.example/A/~user?q=%2F")]
    [InlineData("https://user:pw@evil.example", "url evil.example/")]
    [InlineData("hxxps[://]evil(.)example:8443/x", "url evil.example:8443/x")]
    [InlineData("evil.example/path", "url evil.example/path")]
    [InlineData("http://[2001:DB8::1]:8080/x", "url 2001:db8::1:8080/x")]
    [InlineData("D41D8CD98F00B204E9800998ECF8427F", "hash d41d8cd98f00b204e9800998ecf8427f")]
    [InlineData("Bad.Person@Evil[.]Example", "mail bad.person@evil.example")]
    [InlineData("bad[@]evil.example", "mail bad@evil.example")]
    public void A_value_has_one_form(string written, string read)
    {
        var set = IndicatorLists.List(written + "\n");
        Assert.Empty(set.Faults);
        Assert.Equal([read], IndicatorLists.Values(set));
        Assert.Single(set.Find(written.Split(' ')[^1], out _));
    }

    [Theory]
    [InlineData("0.0.0.0/0", "too wide")]
    [InlineData("198.0.0.0/7", "too wide")]
    [InlineData("198.51.0.0/12", "allow: wide")]
    [InlineData("2001:db8::/24", "allow: wide")]
    [InlineData("10.1.2.3", "private or reserved")]
    [InlineData("192.168.0.0/24", "private or reserved")]
    [InlineData("172.16.0.1", "private or reserved")]
    [InlineData("127.0.0.1", "private or reserved")]
    [InlineData("::1", "private or reserved")]
    [InlineData("fe80::1", "private or reserved")]
    [InlineData("224.0.0.5", "private or reserved")]
    [InlineData("com", "top-level domain")]
    [InlineData("co.jp", "public suffix")]
    [InlineData("lg.jp", "public suffix")]
    [InlineData("tokyo.jp", "public suffix")]
    [InlineData("co.uk", "public suffix")]
    [InlineData("github.io", "unrelated customers")]
    [InlineData("fileserver.local", "private networks")]
    [InlineData("d41d8cd98f00b204e9800998ecf8427e", "empty file")]
    [InlineData("203.0.113.256", "is no ip")]
    [InlineData("203.0.113.5:8080", "ports are not looked at")]
    [InlineData("two words", "is no domain")]
    [InlineData("evil..example", "is no domain")]
    public void A_value_that_would_match_what_nobody_means_is_refused_with_file_and_line(string written, string reason)
    {
        var set = IndicatorLists.List($"# a list\n203.0.113.7\n{written}\n");
        Assert.Equal(["ip 203.0.113.7"], IndicatorLists.Values(set));
        var fault = Assert.Single(set.Faults);
        Assert.Equal(("feed.txt", 3, IndicatorFaultKind.Refused), (fault.File, fault.Line, fault.Kind));
        Assert.Contains(reason, fault.Reason, StringComparison.Ordinal);
        Assert.Equal(1, set.Sources[0].Refused);
    }

    [Fact]
    public void The_head_says_what_holds_for_the_file()
    {
        var set = IndicatorLists.List("# A list of somebody: read it\n# source: example-cert\n# confidence: 80\n# expires: 2027-03-31\n# allow: private, wide\n10.0.0.0/12\ngithub.io # a comment\n# confidence: 10\nevil.example\n");
        Assert.Empty(set.Faults);
        Assert.Equal(["cidr 10.0.0.0/12", "domain evil.example", "domain github.io"], IndicatorLists.Values(set));
        var hit = Assert.Single(set.Find("www.Evil.example", out _));
        Assert.Equal(("evil.example", "example-cert", 80, new DateTimeOffset(2027, 3, 31, 15, 0, 0, TimeSpan.Zero), "feed.txt", 9), (hit.Value, hit.Source, hit.Confidence, hit.Expires, hit.File, hit.Line));
        Assert.Equal((0, 3), (set.Sources[0].ExpiredAt(hit.Expires!.Value.AddSeconds(-1)), set.Sources[0].ExpiredAt(hit.Expires.Value)));
    }

    [Theory]
    [InlineData("# confidence: 180", "0 to 100")]
    [InlineData("# expires: tomorrow", "2027-03-31")]
    [InlineData("# kind: registry", "allowed: ip, cidr")]
    [InlineData("# allow: everything", "allowed: private, wide")]
    [InlineData("# source: Two Words", "stays feed")]
    public void A_head_that_cannot_be_is_told_and_the_values_match(string head, string reason)
    {
        var set = IndicatorLists.List(head + "\n203.0.113.7\n");
        Assert.Equal(1, set.Count);
        var fault = Assert.Single(set.Faults);
        Assert.Equal((1, IndicatorFaultKind.Warning), (fault.Line, fault.Kind));
        Assert.Contains(reason, fault.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_of_a_csv_are_found_by_their_names()
    {
        var set = IndicatorLists.Of(("feeds.csv", """
            # confidence: 40
            note,Indicator,Type,confidence,valid_until,source
            "a ""quoted"", note",203.0.113.5,ip-dst,90,2027-01-01T00:00:00Z,alpha
            ,evil.example,domain,,,Beta Team
            ,HKLM\Software,regkey,,,
            ,evil2.example,hostname,maybe,,
            """));
        Assert.Equal(["domain evil.example", "domain evil2.example", "ip 203.0.113.5"], IndicatorLists.Values(set));
        Assert.Equal([("alpha", 90), ("beta-team", 40)], set.Find("203.0.113.5", out _).Concat(set.Find("evil.example", out _)).Select(hit => (hit.Source, hit.Confidence!.Value)));
        Assert.Equal(["feeds.csv:5: the kind 'regkey' cannot be matched: 1, the first is line 5", "feeds.csv:6: confidence 'maybe' is not allowed; allowed: 0 to 100"], set.Faults.Select(fault => fault.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(IndicatorFaultKind.Broken, Assert.Single(IndicatorLists.Of(("x.csv", "a,b\n1,2\n")).Faults).Kind);
    }

    [Fact]
    public void A_folder_is_a_source_and_the_same_value_of_two_sources_stands_twice()
    {
        var set = IndicatorLists.Of(("alpha/1.txt", "# source: other\nevil.example\nEVIL.example.\n"), ("alpha/2.txt", "# confidence: 30\nevil.example\n"), ("beta.txt", "# confidence: 70\nevil.example\n"), ("notes.md", "x"), ("a.pdf", "x"));
        Assert.Equal([("beta", 70), ("alpha", 30), ("other", (int?)null)], set.Find("a.b.evil.example", out _).Select(hit => (hit.Source, hit.Confidence)).OrderByDescending(hit => hit.Confidence ?? -1));
        Assert.Contains("a.pdf: the file is not read", Assert.Single(set.Faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_a_gigabyte_is_told_and_read_in_bounded_memory()
    {
        var path = Path.Combine(folder, "huge.txt");
        using (var file = File.Create(path))
        {
            file.Write("203.0.113.1\n"u8);
            file.SetLength(1L << 30);
            file.Seek(0, SeekOrigin.End);
            file.Write("\n203.0.113.2\n"u8);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var set = IndicatorSet.Load([folder]);
        // The table's room follows the file's length up to its bound; the line itself takes none.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 400L << 20);
        Assert.Equal(["ip 203.0.113.1", "ip 203.0.113.2"], IndicatorLists.Values(set));
        Assert.Equal("huge.txt:2: the line is longer than 8192 bytes", Assert.Single(set.Faults).ToString());
        Assert.InRange(set.Bytes, 0, 1 << 28);
    }

    [Theory]
    [InlineData("a\r\nb.example\r\n", 1, 1)]
    [InlineData("\uFEFFevil.example", 1, 0)]
    [InlineData("\0\0\0\0", 0, 1)]
    [InlineData("", 0, 0)]
    public void Hostile_and_odd_files_are_read_to_their_end(string text, int count, int faults)
    {
        var set = IndicatorLists.List(text);
        Assert.Equal((count, faults), (set.Count, set.Faults.Length));
    }

    [Fact]
    public void A_file_that_is_refused_line_by_line_is_told_within_bounds()
    {
        var set = IndicatorLists.List(string.Concat(Enumerable.Repeat("no value\n", 5_000)));
        Assert.Equal(5_000, set.Sources[0].Refused);
        Assert.InRange(set.Faults.Length, 2, 201);
        Assert.Contains("more like these", set.Faults[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_changes_with_any_file()
    {
        var one = IndicatorLists.List("evil.example\n");
        Assert.Equal(one.Hash, IndicatorLists.List("evil.example\n").Hash);
        Assert.NotEqual(one.Hash, IndicatorLists.List("evil.example\n# seen\n").Hash);
        Assert.NotEqual(one.Hash, IndicatorLists.Of(("other.txt", "evil.example\n")).Hash);
        Assert.Equal("", IndicatorSet.Empty.Hash);
    }
}
