using System.Collections.ObjectModel;
using System.Reflection;
using Nba.House;

namespace Nba.Host.Tests.House;

/// <summary>A test class, or one test of it, that is marked with a row of the course.</summary>
/// <param name="Row">The row.</param>
/// <param name="File">Path of the class, from the root.</param>
/// <param name="Class">Its name.</param>
/// <param name="Test">The one test; null for all of the class.</param>
/// <param name="Tests">How many tests that are.</param>
internal sealed record CourseMark(int Row, string File, string Class, string? Test, int Tests)
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly;

    /// <summary>Every mark in both test assemblies, by row, file and test.</summary>
    public static IReadOnlyList<CourseMark> All { get; } =
        [.. Of(typeof(CourseMark).Assembly).Concat(Of(EngineTests())).OrderBy(m => m.Row).ThenBy(m => m.File, StringComparer.Ordinal).ThenBy(m => m.Test, StringComparer.Ordinal)];

    // Built with this project, and before it.
    private static Assembly EngineTests()
    {
        var own = typeof(CourseMark).Assembly;
        return Assembly.LoadFrom(own.Location.Replace(own.GetName().Name!, "Nba.Engine.Tests", StringComparison.Ordinal));
    }

    private static IEnumerable<CourseMark> Of(Assembly assembly)
    {
        foreach (var type in assembly.GetTypes())
        {
            var tests = type.GetMethods(Declared).Where(m => m.CustomAttributes.Any(a => a.AttributeType.Name is "FactAttribute" or "TheoryAttribute")).ToList();
            foreach (var row in Rows(type)) yield return new CourseMark(row, FileOf(assembly, type), type.Name, null, tests.Count);
            foreach (var method in type.GetMethods(Declared))
            {
                foreach (var row in Rows(method)) yield return new CourseMark(row, FileOf(assembly, type), type.Name, method.Name, tests.Contains(method) ? 1 : 0);
            }
        }
    }

    // Each assembly has an attribute of its own, of the same name.
    private static IEnumerable<int> Rows(MemberInfo member) =>
        member.CustomAttributes.Where(a => a.AttributeType.FullName == typeof(CourseAttribute).FullName)
            .SelectMany(a => (ReadOnlyCollection<CustomAttributeTypedArgument>)a.ConstructorArguments[0].Value!).Select(v => (int)v.Value!);

    private static string FileOf(Assembly assembly, Type type)
    {
        var project = assembly.GetName().Name!;
        return $"tests/{project}{type.Namespace![project.Length..].Replace('.', '/')}/{type.Name}.cs";
    }
}
