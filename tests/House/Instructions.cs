using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace Nba.House;

/// <summary>The tokens in a method body (ECMA-335, partition III): the types, methods and fields it mentions.</summary>
internal static class Instructions
{
    private static readonly Dictionary<int, OperandType> Operands = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value & 0xFFFF, code => code.OperandType);

    public static List<int> Tokens(BlobReader body)
    {
        var tokens = new List<int>();
        while (body.RemainingBytes > 0)
        {
            int code = body.ReadByte();
            if (code == 0xFE)
            {
                code = 0xFE00 | body.ReadByte();
            }

            switch (Operands[code])
            {
                case OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok:
                    tokens.Add(body.ReadInt32());
                    break;
                case OperandType.InlineSwitch:
                    var targets = body.ReadInt32();
                    body.Offset += 4 * targets;
                    break;
                case var operand:
                    body.Offset += Width(operand);
                    break;
            }
        }

        return tokens;
    }

    private static int Width(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
