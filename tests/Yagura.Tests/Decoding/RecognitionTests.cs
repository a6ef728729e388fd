using Xunit;

namespace Yagura.Tests.Decoding;

/// <summary>Which decoder takes lines that say neither program nor product: those of files.</summary>
public sealed class RecognitionTests
{
    private readonly Lines lines = new();

    [Theory]
    [InlineData("2026-11-22 12:00:00 1abCDe-0001Xy-Ab any sentence about a message", "exim/exim")]
    [InlineData("2026-11-22 12:00:00.123 +0900 2abCDe-000000015xy-1Abc any sentence about a message", "exim/exim")]
    [InlineData("2026-11-22 12:00:00 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed request done", null)]
    [InlineData("2026-11-22 12:00:00 3abCDe-0001Xy-Ab any sentence", null)]
    [InlineData("2026-11-22 12:00:00 1abCDe 0001Xy-Ab-c any sentence", null)]
    [InlineData("192.0.2.10 hanako [22/Nov/2026:12:00:00 +0900] \"GET http://www.example.net/ HTTP/1.1\" 200 5123 ALLOW", "daj/i-filter")]
    [InlineData("192.0.2.10 - hanako [22/Nov/2026:12:00:00 +0900] \"GET /ALLOW HTTP/1.1\" 200 5123 \"-\" \"BLOCK\"", "apache/access")]
    public void Lines_of_files_go_to_their_products_decoder_and_others_do_not(string line, string? decoder)
    {
        lines.Decode(line);
        Assert.Equal(decoder, lines["yagura.parse.decoder"]);
    }
}
