using System.Text;

namespace Yagura.Tests.Intake;

/// <summary>Makes bytes that no honest sender sends, the same for the same seed.</summary>
internal static class Hostile
{
    internal static string Bytes(int seed, params string[] pieces)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        var length = random.Next(1, 40);
        for (var i = 0; i < length; i++)
        {
            if (random.Next(4) == 0) text.Append((char)random.Next(256));
            else text.Append(pieces[random.Next(pieces.Length)]);
        }
        return text.ToString();
    }

    internal static IEnumerable<byte[]> Chunks(byte[] bytes, int size) =>
        size >= bytes.Length ? [bytes] : bytes.Chunk(size);
}
