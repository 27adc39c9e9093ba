namespace Nba.House;

/// <summary>One compiled type mentions another: its bases, fields, signatures, attributes or method bodies.</summary>
/// <param name="Namespace">Where the mentioning type stands (that of its outermost type).</param>
/// <param name="Type">The mentioning type, outermost.</param>
/// <param name="UsedAssembly">Where the mentioned type is compiled.</param>
/// <param name="UsedNamespace">The mentioned type's namespace.</param>
/// <param name="UsedType">The mentioned type, outermost.</param>
internal readonly record struct TypeUse(string Namespace, string Type, string UsedAssembly, string UsedNamespace, string UsedType);
