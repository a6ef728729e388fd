namespace Yagura.Decoding.Plans;

/// <summary>Groups of bytes that a message may begin with: patterns tell no more of them apart, and a list for each must stay near the processor.</summary>
internal static class FirstByte
{
    private static readonly string[] Groups = ["0123456789", "ABCDEFabcdef", "GHIJKLMNOPQRSTUVWXYZghijklmnopqrstuvwxyz", "{", "<", "[", "-", ":"];

    private static readonly byte[] NumberOf = Numbers();

    /// <summary>How many groups there are.</summary>
    public static int Count => Groups.Length + 1;

    /// <summary>Number of the group of a byte.</summary>
    public static int Number(byte value) => NumberOf[value];

    /// <summary>The group of a byte, as one bit.</summary>
    public static uint GroupOf(byte value) => 1u << NumberOf[value];

    /// <summary>The groups of the bytes that hold, as bits.</summary>
    public static uint GroupsOf(Func<byte, bool> holds) => Enumerable.Range(0, 256).Where(value => holds((byte)value)).Aggregate(0u, (groups, value) => groups | GroupOf((byte)value));

    private static byte[] Numbers()
    {
        var numbers = new byte[256];
        for (var group = 0; group < Groups.Length; group++)
        {
            foreach (var value in Groups[group])
                numbers[value] = (byte)(group + 1);
        }

        return numbers;
    }
}
