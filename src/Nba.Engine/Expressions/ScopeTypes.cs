using System.Reflection;
using System.Reflection.Emit;
using Nba.Engine.Vocabulary;
using VType = Nba.Engine.Vocabulary.ValueType;

namespace Nba.Engine.Expressions;

/// <summary>
/// Types emitted for the parser only: an abstract class for each root, with a property for each member, so that RulesEngine's parser resolves names
/// and operators. No object of them is ever made; every read is rewritten to a slot.
/// </summary>
internal sealed class ScopeTypes
{
    private readonly ModuleBuilder _module = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Nba.Scopes"), AssemblyBuilderAccess.RunAndCollect).DefineDynamicModule("Nba.Scopes");
    private readonly Dictionary<Type, IReadOnlyList<ScopeMember>> _members = [];
    private int _count;

    /// <summary>Emits a type with these members.</summary>
    public Type Emit(string name, IReadOnlyList<ScopeMember> members)
    {
        var type = _module.DefineType($"{name}_{_count++}", TypeAttributes.Public | TypeAttributes.Abstract);
        foreach (var member in members) EmitProperty(type, member);
        var made = type.CreateType();
        _members[made] = members;
        return made;
    }

    /// <summary>The member a property of an emitted type stands for, or null.</summary>
    public ScopeMember? Find(Type type, string name)
    {
        if (!_members.TryGetValue(type, out var members)) return null;
        foreach (var member in members)
        {
            if (member.Name == name) return member;
        }
        return null;
    }

    /// <summary>The names that an emitted type has.</summary>
    public IEnumerable<string> Names(Type type) => _members.TryGetValue(type, out var members) ? members.Select(m => m.Name) : [];

    private static void EmitProperty(TypeBuilder type, ScopeMember member)
    {
        var clr = Clr(member.Type, member.MayBeNull);
        var property = type.DefineProperty(member.Name, PropertyAttributes.None, clr, null);
        const MethodAttributes getter = MethodAttributes.Public | MethodAttributes.Abstract | MethodAttributes.Virtual | MethodAttributes.SpecialName | MethodAttributes.NewSlot;
        property.SetGetMethod(type.DefineMethod("get_" + member.Name, getter, clr, Type.EmptyTypes));
    }

    private static Type Clr(VType type, bool mayBeNull) => type.Kind switch
    {
        ValueKind.Boolean => mayBeNull ? typeof(bool?) : typeof(bool),
        ValueKind.Integer or ValueKind.Instant => mayBeNull ? typeof(long?) : typeof(long),
        ValueKind.Decimal => mayBeNull ? typeof(decimal?) : typeof(decimal),
        ValueKind.Date => mayBeNull ? typeof(DateOnly?) : typeof(DateOnly),
        ValueKind.Set => typeof(IReadOnlySet<string>),
        _ => typeof(string),
    };
}
