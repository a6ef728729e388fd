using Xunit;

namespace Yagura.Tests.Decoding;

/// <summary>Which decoder takes lines that say neither program nor product, those of files, and lines whose program only has a form.</summary>
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

    [Theory]
    [InlineData("<86>Nov 22 11:00:00 host1 /usr/local/bin/sudo[44]: hanako : TTY=pts/0 ; PWD=/home/hanako ; USER=root ; COMMAND=/bin/ls", "linux/pam")]
    [InlineData("<86>Nov 22 11:00:00 host1 kiosk(pam_unix)[44]: authentication failure; logname= uid=0 euid=0 tty= ruser= rhost=192.0.2.7  user=hanako", "linux/pam")]
    [InlineData("<86>Nov 22 11:00:00 host1 /usr/local/bin/sudoku[44]: hanako : level=3", null)]
    public void A_star_in_a_programs_name_stands_for_any_text_wherever_it_is(string line, string? decoder)
    {
        lines.Decode(line);
        Assert.Equal(decoder, lines["yagura.parse.decoder"]);
    }
}
