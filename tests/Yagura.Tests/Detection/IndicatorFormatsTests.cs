using Xunit;
using Yagura.Detection.Indicators;

namespace Yagura.Tests.Detection;

/// <summary>MISP exports and STIX 2.1 bundles: what is taken, what is named because it cannot be, and files that break off.</summary>
public sealed class IndicatorFormatsTests
{
    private const string Misp = """
        {"response": [
          {"Event": {
            "info": "An invented campaign",
            "Attribute": [
              {"uuid": "u-1", "type": "ip-dst", "to_ids": true, "value": "203.0.113.5"},
              {"uuid": "u-2", "type": "ip-src|port", "to_ids": true, "value": "203.0.113.6|8443"},
              {"uuid": "u-3", "type": "domain|ip", "to_ids": "1", "value": "evil.example|203.0.113.7"},
              {"uuid": "u-4", "type": "ip-src", "to_ids": false, "value": "203.0.113.8"},
              {"uuid": "u-5", "type": "ip-src", "to_ids": true, "deleted": true, "value": "203.0.113.9"},
              {"uuid": "u-6", "type": "regkey", "to_ids": true, "value": "HKLM\\Software\\X"},
              {"uuid": "u-7", "type": "regkey", "to_ids": true, "value": "HKLM\\Software\\Y"},
              {"uuid": "u-8", "type": "ip-dst", "to_ids": true, "value": "10.0.0.1"},
              {"uuid": "u-9", "type": "email-src", "to_ids": true, "value": "Bad@Evil.Example", "Tag": [{"name": "misp:confidence-level=\"rarely-confident\""}]}
            ],
            "Object": [{"name": "file", "Attribute": [
              {"uuid": "o-1", "type": "filename|sha256", "to_ids": true, "value": "a|b.exe|6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"},
              {"uuid": "o-2", "type": "md5", "to_ids": true, "value": "1a79a4d60de6718e8e5b326e338ae533"}]}],
            "Tag": [{"name": "misp:confidence-level=\"completely-confident\""}],
            "Orgc": {"name": "Example CERT"}
          }},
          {"Event": {"Orgc": {"name": "Others"}, "Attribute": [{"uuid": "v-1", "type": "url", "to_ids": true, "value": "hxxp://evil[.]example/x"}]}}
        ]}
        """;

    [Fact]
    public void A_MISP_export_gives_its_attributes_and_those_of_its_objects()
    {
        var set = IndicatorLists.Of(("export.json", Misp));
        Assert.Equal(
            [
                "domain evil.example", "hash 1a79a4d60de6718e8e5b326e338ae533", "hash 6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b", "ip 203.0.113.5", "ip 203.0.113.6", "ip 203.0.113.7",
                "mail bad@evil.example", "url evil.example/x",
            ],
            IndicatorLists.Values(set));
        Assert.Equal(["example-cert", "others"], set.Sources.Select(source => source.Name));
        var hit = Assert.Single(set.Find("203.0.113.5", out _));
        Assert.Equal(("example-cert", 100, "export.json", 5), (hit.Source, hit.Confidence, hit.File, hit.Line));
        Assert.Equal([25, 100], set.Find("bad@evil.example", out _).Select(one => one.Confidence!.Value).Order());
        Assert.Null(Assert.Single(set.Find("http://other.example/x", out _).Concat(set.Find("https://evil.example/x", out _)), one => one.Kind == IndicatorKind.Url).Confidence);
        Assert.Equal(
            [
                "export.json:8: attributes without to_ids are context and not matched: 1, the first is u-4",
                "export.json:10: attributes of the type 'regkey' cannot be matched: 2, the first is u-6",
                "export.json:12: ip 10.0.0.1: it lies in 10.0.0.0/8, which is private or reserved: allow: private in the file's head takes it",
            ],
            set.Faults.OrderBy(fault => fault.Line).Select(fault => fault.ToString()));
        Assert.Equal([IndicatorFaultKind.Warning, IndicatorFaultKind.Refused, IndicatorFaultKind.Refused], set.Faults.OrderBy(fault => fault.Line).Select(fault => fault.Kind));
    }

    [Fact]
    public void A_folder_s_name_is_the_source_whatever_the_file_says() =>
        Assert.Equal(["feed"], IndicatorLists.Of(("feed/export.json", Misp)).Sources.Select(source => source.Name));

    [Fact]
    public void A_STIX_bundle_gives_its_indicators()
    {
        var set = IndicatorLists.Of(("bundle.json", """
            {"type": "bundle", "id": "bundle--1", "objects": [
              {"type": "identity", "id": "identity--1", "name": "Example Team"},
              {"type": "indicator", "id": "indicator--1", "created_by_ref": "identity--1", "modified": "2026-11-01T00:00:00Z", "pattern_type": "stix", "pattern": "[ipv4-addr:value = '203.0.113.1']", "valid_from": "2026-11-01T00:00:00Z"},
              {"type": "indicator", "id": "indicator--1", "created_by_ref": "identity--1", "modified": "2026-11-02T00:00:00Z", "pattern_type": "stix", "pattern": "[ipv4-addr:value = '203.0.113.2']", "valid_until": "2027-01-01T00:00:00.000Z", "confidence": 85},
              {"type": "indicator", "id": "indicator--2", "modified": "2026-11-01T00:00:00Z", "pattern_type": "stix", "pattern": "[domain-name:value IN ('a.example', 'b.example') OR (url:value = 'https://c.example/x')] OR [file:hashes.'SHA-256' = '6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b']"},
              {"type": "indicator", "id": "indicator--3", "modified": "2026-11-01T00:00:00Z", "pattern_type": "stix", "pattern": "[ipv4-addr:value ISSUBSET '198.51.100.0/24' OR email-message:from_ref.value = 'bad@evil.example']"},
              {"type": "indicator", "id": "indicator--4", "modified": "2026-11-01T00:00:00Z", "revoked": true, "pattern_type": "stix", "pattern": "[ipv4-addr:value = '203.0.113.4']"},
              {"type": "indicator", "id": "indicator--5", "modified": "2026-11-01T00:00:00Z", "pattern_type": "sigma", "pattern": "title: x"},
              {"type": "indicator", "id": "indicator--6", "modified": "2026-11-01T00:00:00Z", "pattern_type": "stix", "pattern": "[file:name = 'x' AND file:size = 3]"},
              {"type": "indicator", "id": "indicator--7", "modified": "2026-11-01T00:00:00Z", "indicator_types": ["benign"], "pattern_type": "stix", "pattern": "[ipv4-addr:value = '203.0.113.7']"},
              {"type": "malware", "id": "malware--1", "name": "x"}
            ]}
            """));
        Assert.Equal(
            ["cidr 198.51.100.0/24", "domain a.example", "domain b.example", "hash 6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b", "ip 203.0.113.2", "mail bad@evil.example", "url c.example/x"],
            IndicatorLists.Values(set));
        var hit = Assert.Single(set.Find("203.0.113.2", out _));
        Assert.Equal(("example-team", 85, new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero), 4), (hit.Source, hit.Confidence, hit.Expires, hit.Line));
        Assert.Equal("bundle", Assert.Single(set.Find("x.a.example", out _)).Source);
        Assert.Equal(
            [
                "bundle.json:7: indicators are revoked and not matched: 1, the first is indicator--4",
                "bundle.json:8: patterns of the type 'sigma' cannot be matched: 1, the first is indicator--5",
                "bundle.json:9: indicator--6: the object path 'file:name' cannot be matched",
                "bundle.json:10: indicators of the type benign are not matched: 1, the first is indicator--7",
            ],
            set.Faults.OrderBy(fault => fault.Line).Select(fault => fault.ToString()));
    }

    [Theory]
    [InlineData("[ipv4-addr:value = '203.0.113.1' AND network-traffic:dst_port = 443]", "'AND network-traffic")]
    [InlineData("[ipv4-addr:value = '203.0.113.1'] FOLLOWEDBY [ipv4-addr:value = '203.0.113.2']", "'FOLLOWEDBY")]
    [InlineData("[ipv4-addr:value = '203.0.113.1'] WITHIN 5 SECONDS", "'WITHIN")]
    [InlineData("[ipv4-addr:value = '203.0.113.1'] AND [domain-name:value = 'a.example']", "'AND")]
    [InlineData("[NOT ipv4-addr:value = '203.0.113.1']", "NOT")]
    [InlineData("[ipv4-addr:value NOT = '203.0.113.1']", "NOT")]
    [InlineData("[ipv4-addr:value != '203.0.113.1']", "'!=")]
    [InlineData("[domain-name:value LIKE '%.example']", "'LIKE")]
    [InlineData("[domain-name:value MATCHES '.*']", "'MATCHES")]
    [InlineData("[domain-name:value ISSUBSET '198.51.100.0/24']", "addresses only")]
    [InlineData("[ipv4-addr:value = '203.0.113.1", "not closed")]
    [InlineData("[ipv4-addr:value = 203]", "in quotes")]
    [InlineData("[ipv4-addr:value IN ()]", "in quotes")]
    [InlineData("[]", "object path")]
    [InlineData("", "empty")]
    [InlineData("[[[[", "object path")]
    [InlineData("((((((((((((((((((((((((((", "nested too deeply")]
    [InlineData("[file:hashes.SSDEEP = 'x']", "object path")]
    public void A_pattern_that_asks_for_more_than_values_is_refused_with_what_it_was(string pattern, string reason)
    {
        Assert.False(StixPattern.TryRead(pattern, out _, out var why));
        Assert.Contains(reason, why, StringComparison.Ordinal);
    }

    [Fact]
    public void Quotes_and_quoted_paths_of_a_pattern_are_read()
    {
        Assert.True(StixPattern.TryRead("""[url:value = 'http://a.example/it\'s\\x' OR file:hashes."MD5" = '1a79a4d60de6718e8e5b326e338ae533']""", out var values, out _));
        Assert.Equal([(IndicatorKind.Url, """http://a.example/it's\x"""), (IndicatorKind.Hash, "1a79a4d60de6718e8e5b326e338ae533")], values);
    }

    [Theory]
    [InlineData("{\"Event\": {\n\"Attribute\": [\n{\"type\": \"ip-dst\", \"to_ids\": true, \"value\": \"203.0.113.5\"},\n{\"type\": }\n]}}", 4)]
    [InlineData("{\"type\": \"bundle\", \"objects\": [\n{\"type\": \"indicator\"", 2)]
    [InlineData("[1, 2, 3]", 1)]
    [InlineData("{\"a\": 1}", 1)]
    [InlineData("", 1)]
    [InlineData("\0", 1)]
    public void A_broken_JSON_file_is_named_with_its_line(string text, int line)
    {
        var set = IndicatorLists.Of(("broken.json", text), ("good.txt", "203.0.113.9\n"));
        var fault = Assert.Single(set.Faults);
        Assert.Equal(("broken.json", line, IndicatorFaultKind.Broken), (fault.File, fault.Line, fault.Kind));
        Assert.True(set.Sources.Single(source => source.Name == "broken").IsBroken);
        Assert.Single(set.Find("203.0.113.9", out _));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Any_cut_of_a_file_is_read_without_an_exception(int step)
    {
        for (var length = step; length < Misp.Length; length += 37 * step)
            Assert.NotNull(IndicatorLists.Of(("cut.json", Misp[..length])));
        var deep = "{\"Event\":" + string.Concat(Enumerable.Repeat("{\"a\":", 100_000));
        Assert.Equal(IndicatorFaultKind.Broken, Assert.Single(IndicatorLists.Of(("deep.json", deep)).Faults).Kind);
    }
}
